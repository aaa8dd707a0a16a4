package dev.failover.awslocal.route53;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Name;

class DomainNameTest {

    @ParameterizedTest
    @DisplayName("scenario 53: mixed case, trailing dot and octal escapes are one name")
    @CsvSource({
        "Example.COM, example.com.",
        "example.com., example.com.",
        "*.example.com, \\052.example.com.",
        "\\052.example.com, \\052.example.com.",
        "_failover.es.example.com, _failover.es.example.com.",
        "a@b.example.com, a\\100b.example.com.",
        "\\101.example.com, a.example.com.",
        "a\\056b.example.com, a\\056b.example.com."
    })
    void keepsOneFormOfAName(String given, String kept) {
        assertThat(DomainName.parse(given)).hasToString(kept);
        assertThat(DomainName.parse(kept)).isEqualTo(DomainName.parse(given));
    }

    @Test
    void ordersByLabelsFromTheRight() {
        List<String> sorted = Stream.of("b.a.example.com", "example.com", "c.example.com", "*.example.com", "a.b.com")
                .map(DomainName::parse)
                .sorted()
                .map(DomainName::toString)
                .toList();

        assertThat(sorted)
                .containsExactly(
                        "a.b.com.", "example.com.", "\\052.example.com.", "b.a.example.com.", "c.example.com.");
    }

    @Test
    void refusesNamesThatCannotBe() {
        assertThatThrownBy(() -> DomainName.parse("a..example.com")).hasMessageContaining("DomainLabelEmpty");
        assertThatThrownBy(() -> DomainName.parse("")).hasMessageContaining("DomainNameEmpty");
        assertThatThrownBy(() -> DomainName.parse("a b.example.com")).hasMessageContaining("UnsupportedCharacter");
        assertThatThrownBy(() -> DomainName.parse("b\u00fccher.example.com"))
                .hasMessageContaining("UnsupportedCharacter");
        assertThatThrownBy(() -> DomainName.parse("a".repeat(64) + ".com")).hasMessageContaining("DomainLabelTooLong");
        assertThatThrownBy(() -> DomainName.parse(("a".repeat(60) + ".").repeat(5)))
                .hasMessageContaining("DomainNameTooLong");
    }

    @Test
    void goesToTheWireAndBackUnchanged() throws Exception {
        DomainName name = DomainName.parse("\\052.a\\056b.x@y.example.com");

        assertThat(DomainName.of(name.wire())).isEqualTo(name);
        assertThat(DomainName.of(Name.fromString("WWW.Example.com."))).hasToString("www.example.com.");
    }

    @Test
    void knowsWhatLiesWithinAZone() {
        DomainName zone = DomainName.parse("example.com");

        assertThat(DomainName.parse("a.example.com").isWithin(zone)).isTrue();
        assertThat(zone.isWithin(zone)).isTrue();
        assertThat(DomainName.parse("notexample.com").isWithin(zone)).isFalse();
        assertThat(DomainName.parse("com").isWithin(zone)).isFalse();
    }
}
