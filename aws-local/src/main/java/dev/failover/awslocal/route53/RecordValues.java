package dev.failover.awslocal.route53;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.Address;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** The values of a record set: what is wrong with one in Route 53's words, and the DNS record that it stands for. */
public final class RecordValues {

    private static final Pattern OCTAL = Pattern.compile("\\\\([0-3][0-7]{2})");
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");
    private static final Pattern STRINGS =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"(?:[ ]+\"(?:[^\"\\\\]|\\\\.)*+\")*+");
    private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"");
    private static final int MAX_STRING = 255;

    private RecordValues() {}

    /** The problems of all values, each as the message of an InvalidChangeBatch. */
    static List<String> problems(RecordSet set) {
        List<String> problems = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String value : set.values()) {
            problem(set.type(), value).ifPresent(problem -> problems.add("Invalid Resource Record: '" + problem + "'"));
            if (!seen.add(value)) {
                problems.add("Duplicate Resource Record: '" + value + "'");
            }
        }
        return problems;
    }

    private static Optional<String> problem(String type, String value) {
        return switch (type) {
            case "A" ->
                IPV4.matcher(value).matches()
                        ? Optional.empty()
                        : illegal("ARRDATAIllegalIPv4Address", "IPv4 address", value);
            case "AAAA" ->
                Address.toByteArray(value, Address.IPv6) != null && value.indexOf('%') < 0
                        ? Optional.empty()
                        : illegal("AAAARRDATAIllegalIPv6Address", "IPv6 address", value);
            case "CNAME", "NS", "PTR" -> nameProblem(value);
            case "TXT", "SPF" -> stringProblem(value);
            default -> dataProblem(type, value);
        };
    }

    private static Optional<String> illegal(String code, String what, String value) {
        return Optional.of(fatal(code + " (Value is not a valid " + what + ")", value));
    }

    private static Optional<String> nameProblem(String value) {
        try {
            DomainName.parse(value);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> stringProblem(String value) {
        if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            return Optional.of(fatal("UnsupportedCharacter (Value contains unsupported characters)", value));
        }
        if (!STRINGS.matcher(value).matches()) {
            return Optional.of(fatal("InvalidCharacterString (Value should be enclosed in quotation marks)", value));
        }
        Matcher strings = STRING.matcher(value);
        while (strings.find()) {
            if (OCTAL.matcher(strings.group(1))
                            .replaceAll("x")
                            .replaceAll("\\\\(.)", "$1")
                            .length()
                    > MAX_STRING) {
                return Optional.of(fatal("CharacterStringTooLong (Value is too long)", value));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> dataProblem(String type, String value) {
        try {
            record(Name.root, type, 0, value);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return illegal(type + "RRDATAInvalid", type + " value", value);
        }
    }

    private static String fatal(String what, String value) {
        return "FATAL problem: " + what + " encountered with '" + value + "'";
    }

    /** The DNS record of one value. */
    public static Record record(Name owner, String type, long ttl, String value) {
        try {
            return Record.fromString(owner, Type.value(type), DClass.IN, ttl, decimalEscapes(value), Name.root);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("no " + type + " value: " + value, e);
        }
    }

    /** Route 53 writes octal escapes where master files (and dnsjava) have decimal ones. */
    private static String decimalEscapes(String value) {
        return OCTAL.matcher(value)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.format("\\%03d", Integer.parseInt(escape.group(1), 8))));
    }
}
