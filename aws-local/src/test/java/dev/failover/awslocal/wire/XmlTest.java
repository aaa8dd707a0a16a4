package dev.failover.awslocal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlTest {

    @Test
    void readsBackWhatItWrites() {
        Xml tree = Xml.of("A", Xml.text("B", "<&\"'>\r\n\u00e4\ud83d\ude00"), Xml.of("C", Xml.text("D", "")));

        assertThat(XmlReader.read(tree.document("urn:x").getBytes(UTF_8), "A")).isEqualTo(tree);
    }

    @Test
    void replacesWhatXmlCannotCarry() {
        assertThat(Xml.text("A", "a\u0000b").document("urn:x")).contains(">a\uFFFDb<");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no xml",
                "<A>",
                "<A></B>",
                "<Other/>",
                "<A/><A/>",
                "<!DOCTYPE A [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><A>&e;</A>",
                "<!DOCTYPE A [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><A>&b;</A>",
                "<A>&unknown;</A>"
            })
    void refusesAnythingElseAsMalformed(String body) {
        assertMalformed(body);
    }

    @Test
    void refusesDeepNesting() {
        assertMalformed("<A>".repeat(10_000) + "</A>".repeat(10_000));
    }

    private static void assertMalformed(String body) {
        assertThatThrownBy(() -> XmlReader.read(body.getBytes(UTF_8), "A"))
                .isInstanceOfSatisfying(AwsException.class, e -> {
                    assertThat(e.code()).isEqualTo("MalformedInput");
                    assertThat(e.status()).isEqualTo(400);
                });
    }
}
