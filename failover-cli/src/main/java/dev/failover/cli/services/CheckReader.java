package dev.failover.cli.services;

import dev.failover.event.Check;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads an endpoint's check: http, elasticsearch or tcp. */
final class CheckReader {

    static final Check STAND_IN = new Check.Tcp("stand-in.invalid", 1, null);

    private static final URI STAND_IN_URL = URI.create("https://stand-in.invalid");
    private static final int CA_KIB = 256;

    private final Path folder;
    private final Problems problems;

    /**
     * A reader.
     *
     * @param folder where the file lies, which paths in it start from
     */
    CheckReader(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /** The kind decides which keys are known, so it is read before them. */
    Check read(Value at) {
        Optional<Value> kind = at.below("kind");
        if (at.isMapping() && kind.isEmpty()) {
            problems.wrong(at.line(), at.path("kind") + " is required: http, elasticsearch or tcp");
            return STAND_IN;
        }
        return switch (kind.filter(Value::isText).map(Value::text).orElse("").toLowerCase(Locale.ROOT)) {
            case "http" -> Fields.read(at, Form.HTTP, problems, STAND_IN, this::http);
            case "elasticsearch" -> Fields.read(at, Form.ELASTICSEARCH, problems, STAND_IN, this::elasticsearch);
            case "tcp" -> Fields.read(at, Form.TCP, problems, STAND_IN, this::tcp);
            default -> unknown(at, kind);
        };
    }

    private Check unknown(Value at, Optional<Value> kind) {
        kind.ifPresentOrElse(
                value -> problems.wrong(value, "must be http, elasticsearch or tcp" + value.was()),
                () -> problems.wrong(at, "must be a mapping with a kind: http, elasticsearch or tcp" + at.was()));
        return STAND_IN;
    }

    private Check http(Fields in) {
        in.mustHave("url");
        Field<URI> url = in.url("url", STAND_IN_URL);
        Field<List<Integer>> status = in.numbers("expectStatus");
        Field<Optional<String>> body = in.optionalText("expectBody");
        Optional<Check.Auth> auth = auth(in);
        Optional<Check.Tls> tls = tls(in, url);
        return in.build(
                STAND_IN,
                () -> new Check.Http(
                        url.get(), status.get(), body.get().orElse(null), auth.orElse(null), tls.orElse(null)));
    }

    private Check elasticsearch(Fields in) {
        in.mustHave("url");
        Field<URI> url = in.url("url", STAND_IN_URL);
        Field<Check.Elasticsearch.Colour> tolerate =
                in.choice("tolerate", Check.Elasticsearch.Colour.YELLOW, Words::of);
        Field<Optional<String>> cluster = in.optionalText("clusterName");
        Optional<Check.Auth> auth = auth(in);
        Optional<Check.Tls> tls = tls(in, url);
        return in.build(
                STAND_IN,
                () -> new Check.Elasticsearch(
                        url.get(), tolerate.get(), cluster.get().orElse(null), auth.orElse(null), tls.orElse(null)));
    }

    private Check tcp(Fields in) {
        in.mustHave("host", "port");
        Field<String> host = in.text("host", STAND_IN.host());
        Field<Integer> port = in.number("port", STAND_IN.port());
        Optional<Check.Tls> tls = in.nested("tls", Form.TLS, Optional.empty(), this::tls);
        return in.build(STAND_IN, () -> new Check.Tcp(host.get(), port.get(), tls.orElse(null)));
    }

    private Optional<Check.Auth> auth(Fields in) {
        return in.nested("auth", Form.AUTH, Optional.empty(), this::readAuth);
    }

    private Optional<Check.Auth> readAuth(Fields in) {
        in.mustHave("scheme", "secretFrom");
        Field<Check.Auth.Scheme> scheme = in.choice("scheme", Check.Auth.Scheme.API_KEY, Words::of);
        Field<Optional<String>> username = in.optionalText("username");
        Field<String> secretFrom = in.secretText("secretFrom", "env:STAND_IN");
        return in.build(
                Optional.empty(),
                () -> Optional.of(new Check.Auth(scheme.get(), username.get().orElse(null), secretFrom.get())));
    }

    /** The settings of TLS beside a URL, which itself says whether TLS is spoken. */
    private Optional<Check.Tls> tls(Fields in, Field<URI> url) {
        if ("http".equals(url.get().getScheme())) {
            in.value("tls").ifPresent(value -> problems.wrong(value, "needs a url that begins with https://"));
        }
        return in.nested("tls", Form.TLS, Optional.empty(), this::tls);
    }

    private Optional<Check.Tls> tls(Fields in) {
        Field<Optional<String>> serverName = in.optionalText("serverName");
        Optional<String> caFile = in.optionalText("caFile").get();
        Optional<String> certificates =
                caFile.flatMap(path -> in.value("caFile").flatMap(value -> certificates(value, path)));
        return Optional.of(
                new Check.Tls(certificates.orElse(null), serverName.get().orElse(null)));
    }

    /** The file's text, which travels with the service: certificates, and nothing that is secret. */
    private Optional<String> certificates(Value at, String caFile) {
        try {
            String text = BoundedFile.text(folder.resolve(caFile), CA_KIB);
            if (text.contains("PRIVATE KEY")) {
                throw new FileRefusedException("has a private key, which must not leave its machine");
            }
            return Optional.of(parsed(text));
        } catch (FileRefusedException e) {
            problems.wrong(at, e.sentence() + at.was());
        } catch (InvalidPathException e) {
            problems.wrong(at, "must be a path" + at.was());
        }
        return Optional.empty();
    }

    private static String parsed(String pem) throws FileRefusedException {
        byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
        try {
            int number = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes))
                    .size();
            if (number > 0) {
                return pem;
            }
        } catch (CertificateException e) {
            // Said below: the parser's own words help nobody.
        }
        throw new FileRefusedException("must hold certificates in PEM");
    }
}
