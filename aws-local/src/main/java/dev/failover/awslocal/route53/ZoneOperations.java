package dev.failover.awslocal.route53;

import dev.failover.awslocal.route53.Changes.ChangeInfo;
import dev.failover.awslocal.wire.AwsAnswer;
import dev.failover.awslocal.wire.AwsException;
import dev.failover.awslocal.wire.AwsRequest;
import dev.failover.awslocal.wire.Xml;
import dev.failover.awslocal.wire.XmlReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operations on hosted zones and changes. */
final class ZoneOperations {

    private static final int MAX_ITEMS = 100;

    private final Zones zones;

    ZoneOperations(Zones zones) {
        this.zones = zones;
    }

    AwsAnswer create(AwsRequest request) {
        Xml body = XmlReader.read(request.body(), "CreateHostedZoneRequest");
        String reference = body.value("CallerReference").orElse("");
        if (reference.isEmpty() || reference.length() > 128) {
            throw new AwsException(400, "InvalidInput", "CallerReference must have 1 to 128 characters");
        }
        Optional<Xml> config = body.child("HostedZoneConfig");
        Zone.Vpc vpc = body.child("VPC").map(ZoneOperations::vpc).orElse(null);
        boolean isPrivate = vpc != null;
        if (!isPrivate
                && config.flatMap(c -> c.value("PrivateZone"))
                        .filter("true"::equals)
                        .isPresent()) {
            throw new AwsException(400, "InvalidInput", "A private hosted zone needs a VPC");
        }
        DomainName name = zoneName(body.value("Name").orElse(""));
        Zones.Created created = zones.create(
                new Zone.Identity(name, reference, isPrivate, vpc),
                config.flatMap(c -> c.value("Comment")).orElse(null));
        Xml answer = Xml.element("CreateHostedZoneResponse")
                .add(zone(created.zone()))
                .add(changeInfo(created.change()))
                .add(isPrivate ? null : delegationSet())
                .add(vpc == null ? null : vpc(vpc))
                .build();
        return new AwsAnswer(
                201,
                answer.document(Route53.NAMESPACE),
                Map.of(
                        "Location",
                        Route53.NAMESPACE + "hostedzone/" + created.zone().id()));
    }

    private static Zone.Vpc vpc(Xml vpc) {
        String id = vpc.value("VPCId").orElse("");
        if (!id.matches("vpc-[0-9a-zA-Z]{1,32}")) {
            throw new AwsException(400, "InvalidVPCId", "The VPC ID is not valid: " + id);
        }
        return new Zone.Vpc(vpc.value("VPCRegion").orElse("us-east-1"), id);
    }

    private static DomainName zoneName(String given) {
        try {
            return DomainName.parse(given);
        } catch (IllegalArgumentException e) {
            throw new AwsException(400, "InvalidDomainName", "Invalid domain name: " + e.getMessage());
        }
    }

    AwsAnswer get(String id) {
        Zone zone = zones.get(id);
        Zone.Vpc vpc = zone.identity().vpc();
        return Route53.ok(Xml.element("GetHostedZoneResponse")
                .add(zone(zone))
                .add(zone.identity().isPrivate() ? null : delegationSet())
                .add(vpc == null ? null : Xml.of("VPCs", vpc(vpc)))
                .build());
    }

    AwsAnswer comment(String id, AwsRequest request) {
        Xml body = XmlReader.read(request.body(), "UpdateHostedZoneCommentRequest");
        Zone zone = zones.get(id);
        zone.setComment(body.value("Comment").orElse(null));
        return Route53.ok(Xml.of("UpdateHostedZoneCommentResponse", zone(zone)));
    }

    AwsAnswer delete(String id) {
        return Route53.ok(Xml.of("DeleteHostedZoneResponse", changeInfo(zones.delete(id))));
    }

    AwsAnswer count() {
        return Route53.ok(Xml.of(
                "GetHostedZoneCountResponse",
                Xml.text("HostedZoneCount", zones.all().size())));
    }

    AwsAnswer dnssec(String id) {
        zones.get(id);
        return Route53.ok(Xml.of(
                "GetDNSSECResponse",
                Xml.of("Status", Xml.text("ServeSignature", "NOT_SIGNING")),
                Xml.of("KeySigningKeys")));
    }

    AwsAnswer change(String id) {
        return Route53.ok(Xml.of("GetChangeResponse", changeInfo(zones.changeInfo(id))));
    }

    AwsAnswer list(AwsRequest request) {
        String marker = request.parameter("marker");
        Paging<Zone> page = Paging.of(
                zones.all().stream()
                        .filter(zone -> marker == null || zone.id().compareTo(marker) >= 0)
                        .filter(zone -> !"PrivateHostedZone".equals(request.parameter("hostedzonetype"))
                                || zone.identity().isPrivate())
                        .toList(),
                Paging.maxItems(request, MAX_ITEMS));
        Zone next = page.next();
        return Route53.ok(Xml.element("ListHostedZonesResponse")
                .add(zoneList(page.items()))
                .add("Marker", marker)
                .add("IsTruncated", page.isTruncated())
                .add("NextMarker", next == null ? null : next.id())
                .add("MaxItems", page.maxItems())
                .build());
    }

    AwsAnswer listByName(AwsRequest request) {
        String dnsName = request.parameter("dnsname");
        String zoneId = request.parameter("hostedzoneid");
        if (zoneId != null && dnsName == null) {
            throw new AwsException(400, "InvalidInput", "hostedzoneid is given without dnsname");
        }
        DomainName start = dnsName == null ? null : zoneName(dnsName);
        Paging<Zone> page = Paging.of(
                zones.byName().stream()
                        .filter(zone -> isFrom(zone, start, zoneId))
                        .toList(),
                Paging.maxItems(request, MAX_ITEMS));
        Zone next = page.next();
        return Route53.ok(Xml.element("ListHostedZonesByNameResponse")
                .add(zoneList(page.items()))
                .add("DNSName", dnsName)
                .add("HostedZoneId", zoneId)
                .add("IsTruncated", page.isTruncated())
                .add("NextDNSName", next == null ? null : next.name())
                .add("NextHostedZoneId", next == null ? null : next.id())
                .add("MaxItems", page.maxItems())
                .build());
    }

    private static boolean isFrom(Zone zone, @Nullable DomainName start, @Nullable String zoneId) {
        int order = start == null ? 1 : zone.name().compareTo(start);
        return order > 0 || (order == 0 && (zoneId == null || zone.id().compareTo(zoneId) >= 0));
    }

    private static Xml zoneList(List<Zone> zones) {
        return Xml.of("HostedZones", zones.stream().map(ZoneOperations::zone).toList());
    }

    private static Xml zone(Zone zone) {
        Zone.Identity identity = zone.identity();
        return Xml.element("HostedZone")
                .add("Id", "/hostedzone/" + zone.id())
                .add("Name", identity.name())
                .add("CallerReference", identity.callerReference())
                .add(Xml.element("Config")
                        .add("Comment", zone.comment())
                        .add("PrivateZone", identity.isPrivate())
                        .build())
                .add("ResourceRecordSetCount", zone.current().size())
                .build();
    }

    private static Xml delegationSet() {
        return Xml.of(
                "DelegationSet",
                Xml.of(
                        "NameServers",
                        Zones.NAME_SERVERS.stream()
                                .map(server -> Xml.text("NameServer", server))
                                .toList()));
    }

    private static Xml vpc(Zone.Vpc vpc) {
        return Xml.of("VPC", Xml.text("VPCRegion", vpc.region()), Xml.text("VPCId", vpc.id()));
    }

    static Xml changeInfo(ChangeInfo change) {
        return Xml.element("ChangeInfo")
                .add("Id", "/change/" + change.id())
                .add("Status", change.inSync() ? "INSYNC" : "PENDING")
                .add("SubmittedAt", change.submittedAt())
                .add("Comment", change.comment())
                .build();
    }
}
