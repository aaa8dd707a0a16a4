package dev.failover.awslocal.route53;

import dev.failover.awslocal.wire.AwsAnswer;
import dev.failover.awslocal.wire.AwsException;
import dev.failover.awslocal.wire.AwsRequest;
import dev.failover.awslocal.wire.Xml;
import dev.failover.awslocal.wire.XmlReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tags of zones and health checks. */
final class Tags {

    private static final int MAX_TAGS = 50;

    private final Zones zones;
    private final HealthChecks healthChecks;
    private final Map<String, Map<String, String>> tags = new HashMap<>();

    Tags(Zones zones, HealthChecks healthChecks) {
        this.zones = zones;
        this.healthChecks = healthChecks;
    }

    AwsAnswer list(String type, String id) {
        requireResource(type, id);
        List<Xml> listed = tags.getOrDefault(type + "/" + id, Map.of()).entrySet().stream()
                .map(tag -> Xml.of("Tag", Xml.text("Key", tag.getKey()), Xml.text("Value", tag.getValue())))
                .toList();
        return Route53.ok(Xml.of(
                "ListTagsForResourceResponse",
                Xml.of(
                        "ResourceTagSet",
                        Xml.text("ResourceType", type),
                        Xml.text("ResourceId", id),
                        Xml.of("Tags", listed))));
    }

    AwsAnswer change(String type, String id, AwsRequest request) {
        requireResource(type, id);
        Xml body = XmlReader.read(request.body(), "ChangeTagsForResourceRequest");
        Map<String, String> changed = new TreeMap<>(tags.getOrDefault(type + "/" + id, Map.of()));
        body.list("RemoveTagKeys", "Key").forEach(key -> changed.remove(key.text()));
        body.list("AddTags", "Tag")
                .forEach(tag -> changed.put(
                        tag.value("Key").orElse(""), tag.value("Value").orElse("")));
        if (changed.containsKey("") || changed.size() > MAX_TAGS) {
            throw new AwsException(400, "InvalidInput", "A tag needs a key, and there can be at most " + MAX_TAGS);
        }
        tags.keySet().removeIf(resource -> !exists(resource));
        tags.put(type + "/" + id, changed);
        return Route53.ok(Xml.of("ChangeTagsForResourceResponse"));
    }

    /** Tags go with what they were given to; ids are never used again. */
    private boolean exists(String resource) {
        String id = resource.substring(resource.indexOf('/') + 1);
        return zones.contains(id) || healthChecks.contains(id);
    }

    private void requireResource(String type, String id) {
        switch (type) {
            case "hostedzone" -> zones.get(id);
            case "healthcheck" -> healthChecks.get(id);
            default -> throw new AwsException(400, "InvalidInput", "ResourceType must be hostedzone or healthcheck");
        }
    }
}
