package dev.failover.dns.route53;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FenceTextTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 511})
    void readsWhatItWrites(int length) {
        String text = "x".repeat(length);
        assertThat(FenceText.read(FenceText.write(text))).isEqualTo(text);
    }

    @Test
    void aStringHoldsAtMost255Characters() {
        assertThat(FenceText.write("v=failover1")).isEqualTo("\"v=failover1\"");
        assertThat(FenceText.write("x".repeat(256))).isEqualTo("\"" + "x".repeat(255) + "\" \"x\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\" \"b\"", "unquoted", "\""})
    void whatAnotherWroteIsNotWrittenSo(String value) {
        assertThat(FenceText.write(FenceText.read(value))).isNotEqualTo(value);
    }
}
