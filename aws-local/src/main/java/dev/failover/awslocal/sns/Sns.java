package dev.failover.awslocal.sns;

import dev.failover.awslocal.wire.AwsAnswer;
import dev.failover.awslocal.wire.AwsCall;
import dev.failover.awslocal.wire.AwsException;
import dev.failover.awslocal.wire.AwsRequest;
import dev.failover.awslocal.wire.AwsService;
import dev.failover.awslocal.wire.QueryForm;
import dev.failover.awslocal.wire.Xml;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** SNS's Query API: from the Action parameter to the operation. */
public final class Sns implements AwsService {

    static final String NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";

    private final HttpDelivery delivery;
    private final Map<String, Function<QueryForm, List<Xml>>> operations;

    public Sns(Topics topics, Messages messages, HttpDelivery delivery, InstantSource clock, Supplier<UUID> ids) {
        this.delivery = delivery;
        Subscriptions subscriptions = new Subscriptions(ids);
        TopicOperations topic = new TopicOperations(topics, subscriptions, delivery);
        SubscriptionOperations subscription = new SubscriptionOperations(topics, subscriptions, delivery);
        PublishOperations publish = new PublishOperations(topics, subscriptions, messages, delivery, clock, ids);
        this.operations = Map.ofEntries(
                Map.entry("CreateTopic", topic::create),
                Map.entry("DeleteTopic", topic::delete),
                Map.entry("ListTopics", topic::list),
                Map.entry("GetTopicAttributes", topic::attributes),
                Map.entry("SetTopicAttributes", topic::setAttribute),
                Map.entry("ListTagsForResource", topic::listTags),
                Map.entry("TagResource", topic::tag),
                Map.entry("UntagResource", topic::untag),
                Map.entry("Subscribe", subscription::subscribe),
                Map.entry("ConfirmSubscription", subscription::confirm),
                Map.entry("Unsubscribe", subscription::unsubscribe),
                Map.entry("ListSubscriptions", subscription::list),
                Map.entry("ListSubscriptionsByTopic", subscription::listByTopic),
                Map.entry("GetSubscriptionAttributes", subscription::attributes),
                Map.entry("SetSubscriptionAttributes", subscription::setAttribute),
                Map.entry("Publish", publish::publish),
                Map.entry("PublishBatch", publish::publishBatch));
    }

    @Override
    public String name() {
        return "sns";
    }

    @Override
    public AwsCall route(AwsRequest request) {
        QueryForm form = QueryForm.of(request.query());
        String action = form.optional("Action").orElse("");
        Function<QueryForm, List<Xml>> operation = operations.get(action);
        if (operation == null) {
            throw new AwsException(
                    400,
                    "InvalidAction",
                    "aws-local has no operation " + action.substring(0, Math.min(action.length(), 100)));
        }
        return new AwsCall(action, () -> {
            delivery.reachableAt("http://" + request.authority());
            return answer(action, operation.apply(form), request.requestId());
        });
    }

    /** Operations without a result have no result element; readers accept both. */
    private static AwsAnswer answer(String action, List<Xml> result, String requestId) {
        List<Xml> parts = new ArrayList<>();
        parts.add(Xml.of(action + "Result", result));
        parts.add(Xml.of("ResponseMetadata", Xml.text("RequestId", requestId)));
        return AwsAnswer.of(200, Xml.of(action + "Response", parts).document(NAMESPACE));
    }

    @Override
    public String namespace() {
        return NAMESPACE;
    }

    @Override
    public AwsException throttled() {
        return new AwsException(429, "Throttled", "Rate exceeded");
    }

    @Override
    public AwsException accessDenied(String operation) {
        return new AwsException(
                403,
                "AuthorizationError",
                "User: arn:aws:iam::" + Topics.ACCOUNT + ":user/aws-local is not authorized to perform: SNS:"
                        + operation);
    }

    @Override
    public AwsException internalError() {
        return new AwsException(500, "InternalError", "Internal Error");
    }
}
