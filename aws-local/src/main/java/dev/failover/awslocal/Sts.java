package dev.failover.awslocal;

import dev.failover.awslocal.sns.Topics;
import dev.failover.awslocal.wire.AwsAnswer;
import dev.failover.awslocal.wire.AwsCall;
import dev.failover.awslocal.wire.AwsException;
import dev.failover.awslocal.wire.AwsRequest;
import dev.failover.awslocal.wire.AwsService;
import dev.failover.awslocal.wire.Xml;

/** STS as far as tools ask "who am I?" before they do anything: GetCallerIdentity. */
final class Sts implements AwsService {

    static final String GET_CALLER_IDENTITY = "GetCallerIdentity";

    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

    @Override
    public String name() {
        return "sts";
    }

    @Override
    public AwsCall route(AwsRequest request) {
        return new AwsCall(GET_CALLER_IDENTITY, () -> identity(request.requestId()));
    }

    private static AwsAnswer identity(String requestId) {
        Xml result = Xml.of(
                "GetCallerIdentityResult",
                Xml.text("Arn", "arn:aws:iam::" + Topics.ACCOUNT + ":user/aws-local"),
                Xml.text("UserId", "AIDAAWSLOCAL"),
                Xml.text("Account", Topics.ACCOUNT));
        Xml metadata = Xml.of("ResponseMetadata", Xml.text("RequestId", requestId));
        return AwsAnswer.of(
                200, Xml.of("GetCallerIdentityResponse", result, metadata).document(NAMESPACE));
    }

    @Override
    public String namespace() {
        return NAMESPACE;
    }

    @Override
    public AwsException throttled() {
        return new AwsException(400, "Throttling", "Rate exceeded");
    }

    @Override
    public AwsException accessDenied(String operation) {
        return new AwsException(403, "AccessDenied", "not authorized to perform: sts:" + operation);
    }

    @Override
    public AwsException internalError() {
        return new AwsException(500, "InternalFailure", "Internal failure");
    }
}
