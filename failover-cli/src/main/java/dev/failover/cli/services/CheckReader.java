package dev.failover.cli.services;

import dev.failover.event.Check;
import dev.failover.event.Check.Elasticsearch.Canary;
import dev.failover.event.Check.Elasticsearch.Nodes;
import dev.failover.event.Check.Elasticsearch.Standby;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;

/** Reads an endpoint's check: http, elasticsearch, tcp, haproxy or route53. */
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
            problems.wrong(at.line(), at.path("kind") + " is required: http, elasticsearch, tcp, haproxy or route53");
            return STAND_IN;
        }
        return switch (kind.filter(Value::isText).map(Value::text).orElse("").toLowerCase(Locale.ROOT)) {
            case "http" -> Fields.read(at, Form.HTTP, problems, STAND_IN, this::http);
            case "elasticsearch" -> Fields.read(at, Form.ELASTICSEARCH, problems, STAND_IN, this::elasticsearch);
            case "tcp" -> Fields.read(at, Form.TCP, problems, STAND_IN, this::tcp);
            case "haproxy" -> Fields.read(at, Form.HAPROXY, problems, STAND_IN, this::haproxy);
            case "route53" -> Fields.read(at, Form.ROUTE53, problems, STAND_IN, CheckReader::route53);
            default -> unknown(at, kind);
        };
    }

    private Check unknown(Value at, Optional<Value> kind) {
        kind.ifPresentOrElse(
                value -> problems.wrong(value, "must be http, elasticsearch, tcp, haproxy or route53" + value.was()),
                () -> problems.wrong(
                        at, "must be a mapping with a kind: http, elasticsearch, tcp, haproxy or route53" + at.was()));
        return STAND_IN;
    }

    private Check http(Fields in) {
        in.mustHave("url");
        Field<URI> url = in.url("url", STAND_IN_URL);
        Field<List<Integer>> status = in.numbers("expectStatus");
        Field<Optional<String>> body = in.optionalText("expectBody");
        Map<String, String> json = mapping(in, "expectJson");
        Map<String, String> headers = mapping(in, "expectHeaders");
        Map<String, String> identity = mapping(in, "identity");
        Map<String, String> measures = mapping(in, "measures");
        Optional<Integer> redirects = number(in, "followRedirects");
        Field<Duration> keep = in.duration("keepAlive", Duration.ZERO);
        Optional<Check.Auth> auth = auth(in);
        Optional<Check.Tls> tls = tls(in, url);
        return in.build(
                STAND_IN,
                () -> new Check.Http(
                        url.get(),
                        status.get(),
                        body.get().orElse(null),
                        auth.orElse(null),
                        tls.orElse(null),
                        json,
                        headers,
                        identity,
                        redirects.orElse(null),
                        keep.get().isZero() ? null : keep.get(),
                        measures));
    }

    private Check elasticsearch(Fields in) {
        in.mustHave("url");
        Field<URI> url = in.url("url", STAND_IN_URL);
        Field<Check.Elasticsearch.Colour> tolerate =
                in.choice("tolerate", Check.Elasticsearch.Colour.YELLOW, Words::of);
        Field<Optional<String>> cluster = in.optionalText("clusterName");
        Field<Optional<String>> uuid = in.optionalText("clusterUuid");
        List<String> indices = texts(in, "indices");
        List<String> indicators = texts(in, "indicators");
        Optional<Nodes> nodes = in.nested("nodes", Form.NODES, Optional.empty(), CheckReader::nodes);
        Optional<Canary> canary = in.nested("canary", Form.CANARY, Optional.empty(), CheckReader::canary);
        Optional<Standby> standby = in.nested("standby", Form.STANDBY, Optional.empty(), this::standby);
        Field<Boolean> traffic = in.flag("traffic", false);
        Optional<Check.Auth> auth = auth(in);
        Optional<Check.Tls> tls = tls(in, url);
        return in.build(
                STAND_IN,
                () -> new Check.Elasticsearch(
                        url.get(),
                        tolerate.get(),
                        cluster.get().orElse(null),
                        auth.orElse(null),
                        tls.orElse(null),
                        indices,
                        uuid.get().orElse(null),
                        indicators,
                        nodes.orElse(null),
                        canary.orElse(null),
                        standby.orElse(null),
                        traffic.get() ? true : null));
    }

    private static Optional<Nodes> nodes(Fields in) {
        Optional<Integer> min = number(in, "min");
        Optional<Integer> minData = number(in, "minData");
        Optional<Integer> disk = number(in, "maxDiskPercent");
        return in.build(
                Optional.empty(),
                () -> Optional.of(new Nodes(min.orElse(null), minData.orElse(null), disk.orElse(null))));
    }

    private static Optional<Canary> canary(Fields in) {
        in.mustHave("index");
        Field<String> index = in.text("index", "stand-in");
        Field<Boolean> write = in.flag("write", true);
        Field<Boolean> search = in.flag("search", true);
        return in.build(Optional.empty(), () -> Optional.of(new Canary(index.get(), write.get(), search.get())));
    }

    private Optional<Standby> standby(Fields in) {
        in.mustHave("freshness", "indices");
        Field<Standby.Freshness> freshness = in.choice("freshness", Standby.Freshness.CANARY, Words::of);
        Field<Boolean> writes = in.flag("writes", true);
        List<String> indices = texts(in, "indices");
        return in.value("indices").isEmpty()
                ? Optional.empty()
                : in.build(Optional.empty(), () -> Optional.of(new Standby(freshness.get(), indices, writes.get())));
    }

    /** By the statistics page or by the Runtime API, never both. */
    private Check haproxy(Fields in) {
        in.mustHave("backend");
        boolean page = in.value("url").isPresent();
        if (page) {
            in.value("host").ifPresent(value -> problems.wrong(value, "is for the Runtime API, and url is given"));
            in.value("port").ifPresent(value -> problems.wrong(value, "is for the Runtime API, and url is given"));
        } else {
            in.mustHave("host", "port");
            in.value("auth").ifPresent(value -> problems.wrong(value, "is for url: the Runtime API knows nobody"));
        }
        Field<URI> url = in.url("url", STAND_IN_URL);
        Field<String> host = in.text("host", STAND_IN.host());
        Field<Integer> port = in.number("port", STAND_IN.port());
        Field<String> backend = in.text("backend", "stand-in");
        Field<Integer> minUp = in.number("minUp", 1);
        Field<Optional<String>> frontend = in.optionalText("frontend");
        Optional<Check.Auth> auth = auth(in);
        Optional<Check.Tls> tls = page ? tls(in, url) : in.nested("tls", Form.TLS, Optional.empty(), this::tls);
        return in.build(
                STAND_IN,
                () -> new Check.Haproxy(
                        page ? url.get() : null,
                        host.get(),
                        port.get(),
                        backend.get(),
                        minUp.get(),
                        auth.orElse(null),
                        tls.orElse(null),
                        frontend.get().orElse(null)));
    }

    private static Check route53(Fields in) {
        in.mustHave("healthCheckId");
        Field<String> id = in.text("healthCheckId", "stand-in");
        return in.build(STAND_IN, () -> new Check.Route53(id.get()));
    }

    private static Optional<Integer> number(Fields in, String key) {
        return in.value(key).map(given -> in.number(key, 1).get());
    }

    /** One text, or a list of them. */
    private List<String> texts(Fields in, String key) {
        List<Value> items = in.value(key).map(Value::items).orElse(List.of());
        return items.stream().map(this::text).flatMap(Optional::stream).toList();
    }

    private Optional<String> text(Value at) {
        if (!at.isText() || at.isTagged()) {
            problems.wrong(at, "must be text" + at.was());
            return Optional.empty();
        }
        return Optional.of(at.text());
    }

    /** Texts by keys that the file's author chooses. */
    private Map<String, String> mapping(Fields in, String key) {
        Map<String, String> all = new TreeMap<>();
        in.value(key).ifPresent(value -> {
            if (!(value.node() instanceof MappingNode mapping)) {
                problems.wrong(value, "must be a mapping of texts" + value.wasKind());
                return;
            }
            for (NodeTuple tuple : mapping.getValue()) {
                Optional<String> name = text(new Value(value.path(), tuple.getKeyNode()));
                Optional<String> text = name.flatMap(n -> text(new Value(value.path(n), tuple.getValueNode())));
                text.ifPresent(t -> all.put(name.orElseThrow(), t));
            }
        });
        return all;
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
        Optional<Integer> warnDays = number(in, "warnDays");
        Optional<String> caFile = in.optionalText("caFile").get();
        Optional<String> certificates =
                caFile.flatMap(path -> in.value("caFile").flatMap(value -> certificates(value, path)));
        return in.build(
                Optional.empty(),
                () -> Optional.of(new Check.Tls(
                        certificates.orElse(null), serverName.get().orElse(null), warnDays.orElse(null))));
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
