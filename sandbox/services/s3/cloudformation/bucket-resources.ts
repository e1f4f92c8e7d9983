import { AwsError } from '../../../aws-error';
import { generatedName } from '../../../cloudformation/generated-name';
import type { ResourceType, StackContext } from '../../../cloudformation/resource-type';
import { renderXml } from '../../../wire/xml';
import type { S3Service } from '../s3-service';
import { S3_NAMESPACE } from '../xml-body';
import { bucketDocuments } from './bucket-documents';
import { type BucketProperties, bucketPolicySchema, bucketSchema } from './bucket-schema';
import { callOfStack } from './deploying-principal';

type Requests = (wanted: Parameters<typeof callOfStack>[1]) => ReturnType<S3Service['handleForCloudFormation']>;

/** `AWS::S3::Bucket` (Ref: name; Arn, DomainName, DualStackDomainName, RegionalDomainName) and `AWS::S3::BucketPolicy` (Ref: the bucket). */
export function bucketResourceTypes(s3: S3Service): readonly ResourceType[] {
  return [bucketType(s3), bucketPolicyType(s3)];
}

/** A stack that goes takes its bucket with it, or fails on one that is not empty. */
function bucketType(s3: S3Service): ResourceType<BucketProperties> {
  return {
    typeName: 'AWS::S3::Bucket',
    schema: bucketSchema,
    async create({ properties, stack, logicalId }) {
      const bucket = properties.BucketName ?? generatedName(stack.stackName, logicalId, 63).toLowerCase();
      const request = requestsOf(s3, stack);
      // S3 itself would answer 200 to the owner in us-east-1.
      if (s3.inspect(bucket) !== undefined) throw new AwsError('AlreadyExists', `${bucket} already exists`, 409);
      await request({ method: 'PUT', bucket, body: createBody(stack.region) });
      const remove = async () => {
        if (s3.inspect(bucket) !== undefined) await request({ method: 'DELETE', bucket });
      };
      try {
        for (const document of bucketDocuments(properties, systemTags(stack, logicalId))) {
          await request({ method: 'PUT', bucket, ...document });
        }
      } catch (error) {
        await remove();
        throw error;
      }
      return {
        ref: bucket,
        attributes: {
          Arn: `arn:${stack.partition}:s3:::${bucket}`,
          DomainName: `${bucket}.s3.amazonaws.com`,
          DualStackDomainName: `${bucket}.s3.dualstack.${stack.region}.amazonaws.com`,
          RegionalDomainName: `${bucket}.s3.${stack.region}.amazonaws.com`,
        },
        delete: remove,
      };
    },
  };
}

function bucketPolicyType(s3: S3Service): ResourceType<{ Bucket: string; PolicyDocument: object | string }> {
  return {
    typeName: 'AWS::S3::BucketPolicy',
    schema: bucketPolicySchema,
    async create({ properties, stack }) {
      const { Bucket: bucket, PolicyDocument } = properties;
      const request = requestsOf(s3, stack);
      if (await hasPolicy(request, bucket)) {
        throw new AwsError('AlreadyExists', `The bucket policy already exists on bucket ${bucket}.`, 409);
      }
      const body = typeof PolicyDocument === 'string' ? PolicyDocument : JSON.stringify(PolicyDocument);
      await request({ method: 'PUT', bucket, subresource: 'policy', body });
      return {
        ref: bucket,
        attributes: {},
        async delete() {
          if (s3.inspect(bucket) !== undefined) await request({ method: 'DELETE', bucket, subresource: 'policy' });
        },
      };
    },
  };
}

function requestsOf(s3: S3Service, stack: StackContext): Requests {
  return (wanted) => s3.handleForCloudFormation(callOfStack(stack, wanted));
}

async function hasPolicy(request: Requests, bucket: string): Promise<boolean> {
  try {
    await request({ method: 'GET', bucket, subresource: 'policy' });
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NoSuchBucketPolicy') return false;
    throw error;
  }
}

function createBody(region: string): string {
  if (region === 'us-east-1') return '';
  return renderXml('CreateBucketConfiguration', { LocationConstraint: region }, { xmlns: S3_NAMESPACE });
}

/** Source: "Resource tag", CloudFormation User Guide. */
function systemTags(stack: StackContext, logicalId: string) {
  return [
    { Key: 'aws:cloudformation:stack-name', Value: stack.stackName },
    { Key: 'aws:cloudformation:stack-id', Value: stack.stackId },
    { Key: 'aws:cloudformation:logical-id', Value: logicalId },
  ];
}
