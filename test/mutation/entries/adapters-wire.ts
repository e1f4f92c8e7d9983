import '../../adapters/aws-errors.test';
import '../../adapters/wire/aws-caller.test';
import '../../adapters/wire/s3-requests.test';
import '../../adapters/wire/signing.test';
import '../../adapters/s3.test';
import '../../adapters/preconditions.test';
import '../../adapters/sts.test';
import '../../adapters/sqs.test';
