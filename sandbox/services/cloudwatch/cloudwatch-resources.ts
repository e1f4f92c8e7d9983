import { z } from 'zod';
import type { ResourceType } from '../../cloudformation/resource-type';
import { type AlarmProperties, alarmSchema } from './alarm';
import type { CloudWatchService } from './cloudwatch-service';
import { parseDashboardBody } from './dashboard';

const dashboardSchema = z.strictObject({
  DashboardName: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,255}$/)
    .optional(),
  DashboardBody: z.string(),
});

function alarmType(cloudWatch: CloudWatchService): ResourceType<AlarmProperties> {
  return {
    typeName: 'AWS::CloudWatch::Alarm',
    schema: alarmSchema,
    async create({ properties, stack, logicalId }) {
      const { account, region, stackName } = stack;
      const name = properties.AlarmName ?? `${stackName}-${logicalId}`;
      const { arn } = cloudWatch.createAlarm({ account, region, name }, properties);
      return {
        ref: name,
        attributes: { Arn: arn },
        async delete() {
          cloudWatch.deleteAlarm(arn);
        },
      };
    },
    updates: {
      inPlace: Object.keys(alarmSchema.shape).filter((property) => property !== 'AlarmName'),
      replaces: ['AlarmName'],
      name: 'AlarmName',
      async update({ properties, stack: { account, region } }, before) {
        cloudWatch.updateAlarm({ account, region, name: before.ref }, properties);
        return before;
      },
    },
  };
}

function dashboardType(cloudWatch: CloudWatchService): ResourceType<z.infer<typeof dashboardSchema>> {
  return {
    typeName: 'AWS::CloudWatch::Dashboard',
    schema: dashboardSchema,
    async create({ properties, stack, logicalId }) {
      const body = properties.DashboardBody;
      const name = properties.DashboardName ?? `${stack.stackName}-${logicalId}`;
      const dashboard = { account: stack.account, name, body, widgets: parseDashboardBody(body) };
      cloudWatch.createDashboard(dashboard);
      return {
        ref: name,
        attributes: {},
        async delete() {
          cloudWatch.deleteDashboard(dashboard);
        },
      };
    },
    updates: {
      inPlace: ['DashboardBody'],
      replaces: ['DashboardName'],
      name: 'DashboardName',
      async update({ properties: { DashboardBody: body }, stack: { account } }, before) {
        cloudWatch.updateDashboard({ account, name: before.ref, body, widgets: parseDashboardBody(body) });
        return before;
      },
    },
  };
}

/** `AWS::CloudWatch::Alarm` (Ref: name; Arn) and `AWS::CloudWatch::Dashboard` (Ref: name). */
export function cloudWatchResourceTypes(cloudWatch: CloudWatchService): readonly ResourceType[] {
  return [alarmType(cloudWatch), dashboardType(cloudWatch)];
}
