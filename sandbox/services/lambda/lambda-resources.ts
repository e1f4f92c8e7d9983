import type { ResourceType } from '../../cloudformation/resource-type';
import { logGroupResourceTypes } from '../logs/log-group-resource';
import { eventSourceMappingType } from './event-source-mapping-resource';
import { functionType } from './function-resource';
import type { LambdaService } from './lambda-service';
import { permissionType } from './permission-resource';

/** `AWS::Lambda::Function`, `…::Permission`, `…::EventSourceMapping` and `AWS::Logs::LogGroup`. */
export function lambdaResourceTypes(lambda: LambdaService): readonly ResourceType[] {
  return [
    functionType(lambda),
    permissionType(lambda),
    eventSourceMappingType(lambda),
    ...logGroupResourceTypes(lambda.logGroups),
  ];
}
