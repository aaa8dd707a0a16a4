package dev.failover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.event.Check.Auth;
import dev.failover.event.Check.Auth.Scheme;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final Secrets secrets = new Secrets(Map.of(
            "ES_PASSWORD", "hunter2",
            "TWO_LINES", "hunter2\r\nx-injected: 1",
            "KAFKA_CLIENT_SASL_JAAS_CONFIG", "hunter2",
            "AWS_SECRET_ACCESS_KEY", "hunter2"));

    @TempDir
    Path folder;

    @AfterAll
    static void stop() throws Exception {
        VERTX.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void readsTheEnvironmentAndFilesWithoutLineBreaksAround() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "swordfish\n");

        assertThat(read("env:ES_PASSWORD")).isEqualTo("hunter2");
        assertThat(read("file:" + file)).isEqualTo("swordfish");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env:TWO_LINES",
                "env:NOT_SET",
                "file:/not/there",
                "file:/",
                "env:KAFKA_CLIENT_SASL_JAAS_CONFIG",
                "env:AWS_SECRET_ACCESS_KEY",
                "file:/proc/self/environ"
            })
    @DisplayName("scenario 65: a secret that cannot be used, or is the process's own, is named by its place only")
    void refusesNamingThePlaceOnly(String place) {
        assertThatThrownBy(() -> read(place))
                .isInstanceOf(CheckFailedException.class)
                .hasMessageContaining(place)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aFileThatIsTooLongIsNoSecret() throws Exception {
        Path file = Files.writeString(folder.resolve("long"), "z".repeat(20_000));

        assertThatThrownBy(() -> read("file:" + file)).hasMessageContaining(file.toString());
    }

    @Test
    void makesTheHeaderOfEachScheme() throws Exception {
        Credential basic = new Credential(VERTX, secrets, new Auth(Scheme.BASIC, "probe", "env:ES_PASSWORD"));
        Credential apiKey = new Credential(VERTX, secrets, new Auth(Scheme.API_KEY, null, "env:ES_PASSWORD"));
        Credential none = new Credential(VERTX, secrets, null);

        String pair = Base64.getEncoder().encodeToString("probe:hunter2".getBytes(StandardCharsets.UTF_8));
        assertThat(header(basic)).isEqualTo("Basic " + pair);
        assertThat(header(apiKey)).isEqualTo("ApiKey hunter2");
        assertThat(none.header().result()).isEmpty();
    }

    @Test
    void aRotatedSecretIsReadAgainOnceTheOldOneIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("key"), "old");
        Credential credential = new Credential(VERTX, secrets, new Auth(Scheme.API_KEY, null, "file:" + file));
        assertThat(header(credential)).isEqualTo("ApiKey old");
        Files.writeString(file, "new");
        assertThat(header(credential)).isEqualTo("ApiKey old");

        credential.refused();

        assertThat(header(credential)).isEqualTo("ApiKey new");
    }

    @Test
    void showsNothingOfItself() {
        assertThat(secrets).hasToString("[hidden]");
    }

    private String read(String place) throws Exception {
        return secrets.read(VERTX, place).await(20, TimeUnit.SECONDS);
    }

    private static String header(Credential credential) throws Exception {
        return credential.header().await(20, TimeUnit.SECONDS).orElseThrow();
    }
}
