package dev.failover.awslocal.route53;

import dev.failover.awslocal.route53.HealthChecks.HealthCheck;
import dev.failover.awslocal.wire.AwsAnswer;
import dev.failover.awslocal.wire.AwsException;
import dev.failover.awslocal.wire.AwsRequest;
import dev.failover.awslocal.wire.Xml;
import dev.failover.awslocal.wire.XmlReader;
import java.util.List;
import java.util.Map;

/** The operations on health checks. */
final class HealthCheckOperations {

    private static final int MAX_ITEMS = 100;

    private final HealthChecks healthChecks;

    HealthCheckOperations(HealthChecks healthChecks) {
        this.healthChecks = healthChecks;
    }

    AwsAnswer create(AwsRequest request) {
        Xml body = XmlReader.read(request.body(), "CreateHealthCheckRequest");
        String reference = body.value("CallerReference").orElse("");
        if (reference.isEmpty() || reference.length() > 64) {
            throw new AwsException(400, "InvalidInput", "CallerReference must have 1 to 64 characters");
        }
        Xml config = body.child("HealthCheckConfig")
                .orElseThrow(() -> new AwsException(400, "InvalidInput", "Missing field 'HealthCheckConfig'"));
        HealthChecks.Created created = healthChecks.create(reference, config);
        return new AwsAnswer(
                created.isNew() ? 201 : 200,
                Xml.of("CreateHealthCheckResponse", xml(created.check())).document(Route53.NAMESPACE),
                Map.of(
                        "Location",
                        Route53.NAMESPACE + "healthcheck/" + created.check().id()));
    }

    AwsAnswer get(String id) {
        return Route53.ok(Xml.of("GetHealthCheckResponse", xml(healthChecks.get(id))));
    }

    AwsAnswer update(String id, AwsRequest request) {
        Xml body = XmlReader.read(request.body(), "UpdateHealthCheckRequest");
        return Route53.ok(Xml.of("UpdateHealthCheckResponse", xml(healthChecks.update(id, body))));
    }

    AwsAnswer delete(String id) {
        healthChecks.delete(id);
        return Route53.ok(Xml.of("DeleteHealthCheckResponse"));
    }

    AwsAnswer count() {
        return Route53.ok(Xml.of(
                "GetHealthCheckCountResponse",
                Xml.text("HealthCheckCount", healthChecks.all().size())));
    }

    AwsAnswer list(AwsRequest request) {
        String marker = request.parameter("marker");
        Paging<HealthCheck> page = Paging.of(
                healthChecks.all().stream()
                        .filter(check -> marker == null || check.id().compareTo(marker) >= 0)
                        .toList(),
                Paging.maxItems(request, MAX_ITEMS));
        HealthCheck next = page.next();
        return Route53.ok(Xml.element("ListHealthChecksResponse")
                .add(Xml.of(
                        "HealthChecks",
                        page.items().stream().map(HealthCheckOperations::xml).toList()))
                .add("Marker", marker == null ? "" : marker)
                .add("IsTruncated", page.isTruncated())
                .add("NextMarker", next == null ? null : next.id())
                .add("MaxItems", page.maxItems())
                .build());
    }

    /** What each checker saw last, whether or not the check is inverted; none yet for a new check. */
    AwsAnswer status(String id) {
        HealthCheck check = healthChecks.get(id);
        if (!HealthCheckConfig.ENDPOINT_TYPES.contains(check.type())) {
            throw new AwsException(
                    400, "InvalidInput", "The status of a health check of type " + check.type() + " cannot be asked");
        }
        List<Xml> observations = healthChecks.observations(check).entrySet().stream()
                .map(seen -> observation(seen.getKey(), seen.getValue()))
                .toList();
        return Route53.ok(Xml.of("GetHealthCheckStatusResponse", Xml.of("HealthCheckObservations", observations)));
    }

    private static Xml observation(String region, Observations.Result seen) {
        return Xml.of(
                "HealthCheckObservation",
                Xml.text("Region", region),
                Xml.text("IPAddress", "127.0.0.1"),
                Xml.of("StatusReport", Xml.text("Status", seen.status()), Xml.text("CheckedTime", seen.at())));
    }

    private static Xml xml(HealthCheck check) {
        return Xml.of(
                "HealthCheck",
                Xml.text("Id", check.id()),
                Xml.text("CallerReference", check.callerReference()),
                check.config(),
                Xml.text("HealthCheckVersion", check.version()));
    }
}
