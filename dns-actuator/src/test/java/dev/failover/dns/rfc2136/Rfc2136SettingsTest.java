package dev.failover.dns.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.service.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Rfc2136SettingsTest {

    private static final String SECRET = NameServerProcess.KEY.secret();
    private static final Map<String, String> ALL = Map.of(
            "RFC2136_SERVER", "ns1.example.com:53",
            "RFC2136_TSIG_KEY", "Failover.",
            "RFC2136_TSIG_SECRET_FROM", "env:TSIG",
            "TSIG", SECRET);

    @Test
    void areEmptyWhereNoneIsSet() {
        assertThat(read(Map.of("TSIG", SECRET, "RFC2136_SERVER", " "))).isEmpty();
    }

    @Test
    void areReadFromTheEnvironment() {
        Rfc2136Settings settings = read(ALL).orElseThrow();

        assertThat(settings.server().getHostString()).isEqualTo("ns1.example.com");
        assertThat(settings.server().getPort()).isEqualTo(53);
        assertThat(settings.key()).isEqualTo(new Rfc2136Settings.Key("failover", "hmac-sha256", SECRET));
    }

    @Test
    void readTheSecretFromAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("tsig"), SECRET + "\n");

        assertThat(read(with("RFC2136_TSIG_SECRET_FROM", "file:" + file))
                        .orElseThrow()
                        .key()
                        .secret())
                .isEqualTo(SECRET);
    }

    @Test
    @DisplayName("scenario 65: the secret is in no text")
    void hideTheSecret() {
        assertThat(read(ALL).toString()).contains("[hidden]").doesNotContain(SECRET);
        assertThatThrownBy(() -> read(with("RFC2136_SERVER", "none"))).hasMessageNotContaining(SECRET);
    }

    @Test
    void areAllRequiredWhereOneIsSet() {
        assertThatThrownBy(() -> read(Map.of("RFC2136_TSIG_ALGORITHM", "hmac-sha512")))
                .hasMessageContaining("RFC2136_SERVER is required")
                .hasMessageContaining("RFC2136_TSIG_KEY is required")
                .hasMessageContaining("RFC2136_TSIG_SECRET_FROM is required");
    }

    @ParameterizedTest
    @CsvSource({
        "RFC2136_SERVER, ns1, must be host:port",
        "RFC2136_SERVER, ns1:70000, must be host:port",
        "RFC2136_TSIG_KEY, a..b, must be a domain name",
        "RFC2136_TSIG_ALGORITHM, hmac-md5, 'must be one of hmac-sha256, hmac-sha384, hmac-sha512'",
        "RFC2136_TSIG_SECRET_FROM, hunter2, must be env:NAME or file:/path",
        "RFC2136_TSIG_SECRET_FROM, env:NOTHING, base64 of at least 16 bytes must be there",
        "RFC2136_TSIG_SECRET_FROM, file:/nowhere/at/all, base64 of at least 16 bytes must be there",
        "TSIG, c2hvcnQ=, base64 of at least 16 bytes must be there",
        "TSIG, no base64 at all but long enough, base64 of at least 16 bytes must be there",
    })
    void refuseWhatCannotBeUsed(String key, String value, String rule) {
        assertThatThrownBy(() -> read(with(key, value))).hasMessageContaining(rule);
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> env = new HashMap<>(ALL);
        env.put(key, value);
        return env;
    }

    private static Optional<Rfc2136Settings> read(Map<String, String> env) {
        SettingsReader reader = new SettingsReader(env);
        Optional<Rfc2136Settings> settings = Rfc2136Settings.read(reader);
        reader.refuseIfWrong();
        return settings;
    }
}
