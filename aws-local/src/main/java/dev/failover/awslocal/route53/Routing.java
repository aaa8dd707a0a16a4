package dev.failover.awslocal.route53;

import dev.failover.awslocal.wire.Xml;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one record set of a name and type is chosen among its siblings; the element is kept as it was sent. */
public record Routing(Kind kind, @Nullable Xml element) {

    public static final Routing SIMPLE = new Routing(Kind.SIMPLE, null);

    /** The policies that can be stored. A name and type never mixes two of them. */
    public enum Kind {
        SIMPLE(""),
        WEIGHTED("Weight"),
        LATENCY("Region"),
        GEOLOCATION("GeoLocation"),
        FAILOVER("Failover"),
        MULTIVALUE("MultiValueAnswer");

        private final String elementName;

        Kind(String elementName) {
            this.elementName = elementName;
        }

        public String elementName() {
            return elementName;
        }
    }

    /** The element's text, for instance {@code 10}, {@code PRIMARY} or {@code eu-west-1}; empty for simple records. */
    public String value() {
        return element == null ? "" : element.text().strip();
    }

    public int weight() {
        return Integer.parseInt(value());
    }

    public boolean isPrimary() {
        return kind == Kind.FAILOVER && value().equals("PRIMARY");
    }

    /** Whether this is the geolocation record for everybody who has no other. */
    public boolean isDefaultLocation() {
        return Optional.ofNullable(element)
                .flatMap(geo -> geo.value("CountryCode"))
                .filter("*"::equals)
                .isPresent();
    }
}
