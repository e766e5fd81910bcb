import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  [
    'providers.aws.sign_req({}, {"aws_access_key": "A", "aws_secret_access_key": "S", "aws_service": "s3", "aws_region": "r"}, 0)',
    'eval_type_error: providers.aws.sign_req: operand 1 missing required request parameters(s): {"method", "url"}',
  ],
  [
    'providers.aws.sign_req({"method": "get", "url": "http://example.com"}, {}, 0)',
    'eval_type_error: providers.aws.sign_req: operand 2 missing required AWS config parameters(s): {"aws_access_key", "aws_region", "aws_secret_access_key", "aws_service"}',
  ],
  [
    'providers.aws.sign_req({"method": 1, "url": "http://example.com"}, {"aws_access_key": "A", "aws_secret_access_key": "S", "aws_service": "s3", "aws_region": "r"}, 0)',
    'eval_type_error: providers.aws.sign_req: operand 1 invalid values for required request parameters(s): {"method"}',
  ],
  [
    'providers.aws.sign_req({"method": "get", "url": "u", "bad": 1}, {"aws_access_key": "A", "aws_secret_access_key": "S", "aws_service": "s3", "aws_region": "r"}, 0)',
    'eval_type_error: providers.aws.sign_req: operand 1 invalid request parameters(s): {"bad"}',
  ],
  [
    'providers.aws.sign_req({"method": "get", "url": "http://example.com:81/a%2Fb?q=1", "headers": {"Foo": "bar"}}, {"aws_access_key": "MYAWSACCESSKEYGOESHERE", "aws_secret_access_key": "MYAWSSECRETACCESSKEYGOESHERE", "aws_service": "ec2", "aws_region": "us-east-1", "aws_session_token": "T"}, 1451311705000000000)',
    '{"headers": {"Authorization": "AWS4-HMAC-SHA256 Credential=MYAWSACCESSKEYGOESHERE/20151228/us-east-1/ec2/aws4_request,SignedHeaders=foo;host;x-amz-date;x-amz-security-token,Signature=a7426b490a1895b56c1df04d33e0ba5ecbe7319a95f8af4627970ffaf58738e1", "Foo": "bar", "host": "example.com:81", "x-amz-date": "20151228T140825Z", "x-amz-security-token": "T"}, "method": "get", "url": "http://example.com:81/a%2Fb?q=1"}',
  ],
  [
    'providers.aws.sign_req({"method": "get", "url": "http://example.com"}, {"aws_access_key": "A", "aws_secret_access_key": "S", "aws_service": "s3", "aws_region": "r"}, 0.5)',
    'eval_type_error: providers.aws.sign_req: operand 3 could not convert time_ns value into a unix timestamp',
  ],
  [
    'providers.aws.sign_req({"method": "get", "url": "http://example.com"}, {"aws_access_key": "A", "aws_secret_access_key": "S", "aws_service": "s3", "aws_region": "r", "disable_payload_signing": "no"}, 0)',
    "eval_type_error: providers.aws.sign_req: operand 2 invalid value for 'disable_payload_signing' in AWS config",
  ],
]);
