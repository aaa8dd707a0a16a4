package dev.failover.dns.rfc2136;

import dev.failover.service.SettingsReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TextParseException;

/**
 * The primary name server that takes the updates, and the key that signs them.
 *
 * @param server looked up when it is connected to: its address may change
 */
public record Rfc2136Settings(InetSocketAddress server, Key key) {

    /** What a deployment without them lacks, for those who look for it. */
    public static final String NAMES = "RFC2136_SERVER, RFC2136_TSIG_KEY and RFC2136_TSIG_SECRET_FROM";

    private static final List<String> ALGORITHMS = List.of("hmac-sha256", "hmac-sha384", "hmac-sha512");

    /** A shorter one can be guessed. */
    private static final int FEWEST_BYTES = 16;

    private static final int MOST_CHARACTERS = 1_024;

    /** A TSIG key (RFC 8945); printed without its secret. */
    public record Key(String name, String algorithm, String secret) {

        TSIG tsig(Clock clock) {
            return new TSIG(
                    TSIG.algorithmToName(algorithm),
                    keyName(name),
                    new SecretKeySpec(Base64.getDecoder().decode(secret), algorithm),
                    clock);
        }

        @Override
        public String toString() {
            return name + " " + algorithm + " [hidden]";
        }
    }

    /** Reads {@code RFC2136_*}; empty where none is set. */
    public static Optional<Rfc2136Settings> read(SettingsReader reader) {
        if (reader.startingWith("RFC2136_").values().stream().allMatch(String::isBlank)) {
            return Optional.empty();
        }
        reader.required("RFC2136_SERVER");
        reader.required("RFC2136_TSIG_KEY");
        reader.required("RFC2136_TSIG_SECRET_FROM");
        InetSocketAddress server =
                reader.read("RFC2136_SERVER", unresolved("none", 53), "must be host:port", Rfc2136Settings::server);
        String name = reader.read("RFC2136_TSIG_KEY", "none", "must be a domain name", text -> {
            return keyName(text).toString(true).toLowerCase(Locale.ROOT);
        });
        String algorithm = reader.read(
                "RFC2136_TSIG_ALGORITHM",
                ALGORITHMS.get(0),
                "must be one of " + String.join(", ", ALGORITHMS),
                Rfc2136Settings::algorithm);
        String secret = reader.read(
                "RFC2136_TSIG_SECRET_FROM",
                "",
                "must be env:NAME or file:/path, and base64 of at least " + FEWEST_BYTES + " bytes must be there",
                place -> secret(reader, place));
        return Optional.of(new Rfc2136Settings(server, new Key(name, algorithm, secret)));
    }

    private static InetSocketAddress server(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(text);
        }
        return unresolved(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    private static InetSocketAddress unresolved(String host, int port) {
        return InetSocketAddress.createUnresolved(host, port);
    }

    private static Name keyName(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static String algorithm(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!ALGORITHMS.contains(lower)) {
            throw new IllegalArgumentException(text);
        }
        return lower;
    }

    /** The exceptions name no more than the place: what is there must reach no message. */
    private static String secret(SettingsReader reader, String place) {
        String secret = place.startsWith("env:")
                ? reader.optional(place.substring("env:".length())).orElse("")
                : file(place).strip();
        if (secret.length() > MOST_CHARACTERS || bytes(secret) < FEWEST_BYTES) {
            throw new IllegalArgumentException(place);
        }
        return secret;
    }

    private static int bytes(String secret) {
        try {
            return Base64.getDecoder().decode(secret).length;
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }

    private static String file(String place) {
        if (!place.startsWith("file:/")) {
            throw new IllegalArgumentException(place);
        }
        try {
            Path path = Path.of(place.substring("file:".length()));
            if (!Files.isRegularFile(path) || Files.size(path) > MOST_CHARACTERS) {
                throw new IllegalArgumentException(place);
            }
            return Files.readString(path);
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(place, e);
        }
    }
}
