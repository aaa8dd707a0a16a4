package dev.failover.awslocal.iam;

import dev.failover.awslocal.route53.DomainName;
import dev.failover.awslocal.wire.AwsRequest;
import dev.failover.awslocal.wire.Xml;
import dev.failover.awslocal.wire.XmlReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request wants to do, in the words of policies.
 *
 * @see <a href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html">Conditions for
 *     ChangeResourceRecordSets</a>
 */
final class Attempts {

    private static final Pattern ROUTE53_RESOURCE =
            Pattern.compile("/(hostedzone|change|healthcheck)/(?:\\1/)?([^/]+)");

    private Attempts() {}

    static Attempt of(String service, String operation, AwsRequest request) {
        String resource = service.equals("route53") ? route53Resource(request) : topic(request);
        boolean batch = service.equals("route53") && operation.equals("ChangeResourceRecordSets");
        // A batch of messages needs the permission of one.
        String action = operation.equals("PublishBatch") ? "Publish" : operation;
        return new Attempt(service + ":" + action, resource, batch ? context(request) : Map.of());
    }

    private static String route53Resource(AwsRequest request) {
        Matcher resource = ROUTE53_RESOURCE.matcher(request.path().replaceAll("/{2,}", "/"));
        return resource.find() ? "arn:aws:route53:::" + resource.group(1) + "/" + resource.group(2) : "*";
    }

    private static String topic(AwsRequest request) {
        return Optional.ofNullable(request.parameter("TopicArn")).orElse("*");
    }

    private static Map<String, List<String>> context(AwsRequest request) {
        List<Xml> changes =
                XmlReader.read(request.body(), "ChangeResourceRecordSetsRequest").child("ChangeBatch").stream()
                        .flatMap(batch -> batch.list("Changes", "Change").stream())
                        .toList();
        Map<String, List<String>> context = new LinkedHashMap<>();
        put(context, PolicyReader.ACTIONS, changes, change -> change.value("Action"));
        put(context, PolicyReader.TYPES, changes, change -> inSet(change, "Type"));
        put(
                context,
                PolicyReader.NAMES,
                changes,
                change -> inSet(change, "Name").map(Attempts::normalised));
        return context;
    }

    private static void put(
            Map<String, List<String>> context, String key, List<Xml> changes, Function<Xml, Optional<String>> value) {
        context.put(
                key.toLowerCase(Locale.ROOT),
                changes.stream()
                        .flatMap(change -> value.apply(change).stream())
                        .distinct()
                        .toList());
    }

    private static Optional<String> inSet(Xml change, String element) {
        return change.child("ResourceRecordSet").flatMap(set -> set.value(element));
    }

    /** Lower case, no trailing dot, and octal for what is neither a-z, 0-9, hyphen, underscore nor dot. */
    private static String normalised(String name) {
        try {
            String kept = DomainName.parse(name).toString();
            return kept.substring(0, kept.length() - 1);
        } catch (IllegalArgumentException e) {
            // Route 53 refuses it afterwards, if the policy does not.
            return name.toLowerCase(Locale.ROOT);
        }
    }
}
