package dev.failover.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsSettingsTest {

    @Test
    void withoutAnythingTheSdksChainDecides() {
        assertThat(read(Map.of())).isEqualTo(new AwsSettings(null, null));
    }

    @Test
    void takesTheServicesOwnEndpointBeforeThatOfAll() {
        Map<String, String> env =
                Map.of("AWS_ENDPOINT_URL_ROUTE_53", "http://r53:4566", "AWS_ENDPOINT_URL", "http://all:4566");

        assertThat(read(env).endpoint()).isEqualTo(URI.create("http://r53:4566"));
    }

    @Test
    void takesBothHalvesOfAKey() {
        assertThat(read(Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "secret"))
                        .credentials())
                .isEqualTo(new AwsSettings.Credentials("id", "secret", null));
    }

    @Test
    @DisplayName("half a key is refused: the SDK's chain could be another account")
    void refusesHalfAKey() {
        assertThatThrownBy(() -> read(Map.of("AWS_ACCESS_KEY_ID", "id")))
                .hasMessage("AWS_SECRET_ACCESS_KEY is required beside AWS_ACCESS_KEY_ID");
        assertThatThrownBy(() -> read(Map.of("AWS_SECRET_ACCESS_KEY", "hunter2")))
                .hasMessage("AWS_ACCESS_KEY_ID is required beside AWS_SECRET_ACCESS_KEY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user:hunter2@r53:4566",
                "https://user:hun/hunter2@r53",
                "user:hunter2@r53",
                "http://r53/?x=hunter2@y"
            })
    @DisplayName("scenario 65: an endpoint with a password is refused, and not shown")
    void refusesAPasswordWithoutShowingIt(String url) {
        assertThatThrownBy(() -> read(Map.of("AWS_ENDPOINT_URL_ROUTE_53", url)))
                .hasMessage("AWS_ENDPOINT_URL_ROUTE_53 must be without user and password");
    }

    private static AwsSettings read(Map<String, String> env) {
        SettingsReader reader = new SettingsReader(env);
        AwsSettings settings = AwsSettings.read(reader, "ROUTE_53");
        reader.refuseIfWrong();
        return settings;
    }
}
