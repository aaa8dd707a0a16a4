package dev.failover.dns.route53;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Route53NamesTest {

    @ParameterizedTest
    @DisplayName("scenario 53: names are read without octal escapes, case and trailing dot")
    @CsvSource({
        "es.example.com., es.example.com",
        "ES.Example.COM, es.example.com",
        "\\052.example.com., *.example.com",
        "_failover.\\052x.example.com., _failover.*x.example.com",
        "a\\040b.example.com., a\\040b.example.com",
        "\\303\\200.example.com., \\303\\200.example.com",
        "\\100at.example.com., @at.example.com",
        "a\\999.example.com., a\\999.example.com",
        "a\\056b.example.com., a\\056b.example.com",
        "a\\134b.example.com., a\\134b.example.com",
    })
    void readsNames(String given, String plain) {
        assertThat(Route53Names.normalise(given)).isEqualTo(plain);
    }

    @ParameterizedTest
    @DisplayName("scenario 53: a name is written as Route 53 gives it back")
    @ValueSource(
            strings = {
                "es.example.com",
                "\\052.example.com",
                "_failover.\\052x.example.com",
                "a\\040b.example.com",
                "\\303\\200.example.com",
                "\\100at.example.com",
                "a\\056b.example.com",
                "a\\134b.example.com",
                "a\\134052b.example.com",
                "dualstack.lb-1.eu-west-1.elb.amazonaws.com",
            })
    void writesNames(String asGivenBack) {
        assertThat(Route53Names.escape(Route53Names.normalise(asGivenBack + ".")))
                .isEqualTo(asGivenBack);
    }
}
