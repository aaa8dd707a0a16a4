package dev.failover.awslocal.route53;

import dev.failover.awslocal.wire.AwsAnswer;
import dev.failover.awslocal.wire.AwsCall;
import dev.failover.awslocal.wire.AwsException;
import dev.failover.awslocal.wire.AwsRequest;
import dev.failover.awslocal.wire.AwsService;
import dev.failover.awslocal.wire.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Route 53's REST-XML API: from method and path to the operation. */
public final class Route53 implements AwsService {

    public static final String VERSION = "/2013-04-01/";
    static final String NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/";

    /** Some clients send an id with its kind: {@code hostedzone/hostedzone/Z123}. */
    private static final Pattern DOUBLED_KIND = Pattern.compile("(hostedzone|change|healthcheck)/\\1/");

    private final List<Route> routes;

    private record Route(
            String method, Pattern path, String operation, BiFunction<AwsRequest, Matcher, AwsAnswer> run) {}

    public Route53(Zones zones, HealthChecks healthChecks) {
        List<Route> all = new ArrayList<>(zoneRoutes(new ZoneOperations(zones)));
        all.addAll(recordRoutes(new RecordOperations(zones, healthChecks)));
        all.addAll(healthCheckRoutes(new HealthCheckOperations(healthChecks)));
        all.addAll(tagRoutes(new Tags(zones, healthChecks)));
        this.routes = List.copyOf(all);
    }

    private static List<Route> zoneRoutes(ZoneOperations zone) {
        return List.of(
                route("POST", "hostedzone", "CreateHostedZone", (request, path) -> zone.create(request)),
                route("GET", "hostedzone", "ListHostedZones", (request, path) -> zone.list(request)),
                route("GET", "hostedzonesbyname", "ListHostedZonesByName", (request, path) -> zone.listByName(request)),
                route("GET", "hostedzonecount", "GetHostedZoneCount", (request, path) -> zone.count()),
                route("GET", "hostedzone/{}", "GetHostedZone", (request, path) -> zone.get(path.group(1))),
                route(
                        "POST",
                        "hostedzone/{}",
                        "UpdateHostedZoneComment",
                        (request, path) -> zone.comment(path.group(1), request)),
                route("DELETE", "hostedzone/{}", "DeleteHostedZone", (request, path) -> zone.delete(path.group(1))),
                route("GET", "hostedzone/{}/dnssec", "GetDNSSEC", (request, path) -> zone.dnssec(path.group(1))),
                route("GET", "change/{}", "GetChange", (request, path) -> zone.change(path.group(1))));
    }

    private static List<Route> recordRoutes(RecordOperations record) {
        return List.of(
                route(
                        "POST",
                        "hostedzone/{}/rrset",
                        "ChangeResourceRecordSets",
                        (request, path) -> record.change(path.group(1), request)),
                route(
                        "GET",
                        "hostedzone/{}/rrset",
                        "ListResourceRecordSets",
                        (request, path) -> record.list(path.group(1), request)));
    }

    private static List<Route> healthCheckRoutes(HealthCheckOperations check) {
        return List.of(
                route("POST", "healthcheck", "CreateHealthCheck", (request, path) -> check.create(request)),
                route("GET", "healthcheck", "ListHealthChecks", (request, path) -> check.list(request)),
                route("GET", "healthcheckcount", "GetHealthCheckCount", (request, path) -> check.count()),
                route("GET", "healthcheck/{}", "GetHealthCheck", (request, path) -> check.get(path.group(1))),
                route(
                        "POST",
                        "healthcheck/{}",
                        "UpdateHealthCheck",
                        (request, path) -> check.update(path.group(1), request)),
                route("DELETE", "healthcheck/{}", "DeleteHealthCheck", (request, path) -> check.delete(path.group(1))),
                route(
                        "GET",
                        "healthcheck/{}/status",
                        "GetHealthCheckStatus",
                        (request, path) -> check.status(path.group(1))));
    }

    private static List<Route> tagRoutes(Tags tags) {
        return List.of(
                route(
                        "GET",
                        "tags/{}/{}",
                        "ListTagsForResource",
                        (request, path) -> tags.list(path.group(1), path.group(2))),
                route(
                        "POST",
                        "tags/{}/{}",
                        "ChangeTagsForResource",
                        (request, path) -> tags.change(path.group(1), path.group(2), request)));
    }

    private static Route route(
            String method, String path, String operation, BiFunction<AwsRequest, Matcher, AwsAnswer> run) {
        return new Route(method, Pattern.compile(path.replace("{}", "([^/]+)")), operation, run);
    }

    @Override
    public String name() {
        return "route53";
    }

    @Override
    public AwsCall route(AwsRequest request) {
        String path = request.path()
                .substring(VERSION.length())
                .replaceAll("/{2,}", "/")
                .replaceAll("^/|/$", "");
        String plain = DOUBLED_KIND.matcher(path).replaceFirst("$1/");
        for (Route route : routes) {
            Matcher matcher = route.path.matcher(plain);
            if (route.method.equals(request.method()) && matcher.matches()) {
                return new AwsCall(route.operation, () -> route.run.apply(request, matcher));
            }
        }
        throw new AwsException(
                404,
                "UnknownOperationException",
                "aws-local has no Route 53 operation for " + request.method() + " " + VERSION
                        + plain.substring(0, Math.min(plain.length(), 100)));
    }

    static AwsAnswer ok(Xml answer) {
        return AwsAnswer.of(200, answer.document(NAMESPACE));
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
        return new AwsException(
                403,
                "AccessDenied",
                "User: arn:aws:iam::000000000000:user/aws-local is not authorized to perform: route53:" + operation);
    }

    @Override
    public AwsException internalError() {
        return new AwsException(500, "InternalFailure", "We encountered an internal error. Please try again.");
    }
}
