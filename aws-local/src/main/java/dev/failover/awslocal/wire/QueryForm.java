package dev.failover.awslocal.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a Query protocol call, with its conventions for lists and maps; counted from 1, without gaps. */
public final class QueryForm {

    private static final int MAX_PARAMETERS = 5_000;

    private final Map<String, String> parameters;

    private QueryForm(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    public static QueryForm of(Map<String, String> parameters) {
        return new QueryForm(parameters);
    }

    /** Parses {@code a=b&c=d}. */
    public static Map<String, String> parse(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : text.split("&", MAX_PARAMETERS + 1)) {
            if (parameters.size() == MAX_PARAMETERS) {
                throw malformed("more than " + MAX_PARAMETERS + " parameters");
            }
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                parameters.put(
                        decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    public Optional<String> optional(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    public String required(String name) {
        return optional(name)
                .orElseThrow(() -> new AwsException(
                        400, "ValidationError", "1 validation error detected: " + name + " must not be null"));
    }

    /** {@code prefix.member.1}, {@code prefix.member.2}, ... each as a form of its own. */
    public List<QueryForm> members(String prefix) {
        return numbered(prefix + ".member.");
    }

    /** {@code prefix.entry.1.key/.value}, ... in their order. */
    public Map<String, String> entries(String prefix) {
        Map<String, String> entries = new LinkedHashMap<>();
        numbered(prefix + ".entry.").forEach(entry -> entries.put(entry.required("key"), entry.required("value")));
        return entries;
    }

    public List<QueryForm> numbered(String prefix) {
        List<QueryForm> forms = new ArrayList<>();
        while (forms.size() < MAX_PARAMETERS) {
            Map<String, String> below = below(prefix + (forms.size() + 1));
            if (below.isEmpty()) {
                break;
            }
            forms.add(new QueryForm(below));
        }
        return forms;
    }

    /** The value of a list's member that has no fields of its own. */
    public String value() {
        return required("");
    }

    private Map<String, String> below(String prefix) {
        Map<String, String> below = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (name.equals(prefix)) {
                below.put("", value);
            } else if (name.startsWith(prefix + ".")) {
                below.put(name.substring(prefix.length() + 1), value);
            }
        });
        return below;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed("a parameter is not correctly percent-encoded");
        }
    }

    private static AwsException malformed(String why) {
        return new AwsException(400, "MalformedQueryString", "The query string is malformed: " + why);
    }
}
