package dev.failover.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads a process's settings from its environment and collects every problem, so that {@link #refuseIfWrong} can name
 * them all at once. A value that is wrong reads as its default until then.
 */
public final class SettingsReader {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private final Map<String, String> env;
    private final List<String> problems = new ArrayList<>();

    public SettingsReader(Map<String, String> env) {
        this.env = env;
    }

    /** A setting that has no default. */
    public String required(String key) {
        return optional(key).orElseGet(() -> {
            problems.add(key + " is required");
            return "";
        });
    }

    public Optional<String> optional(String key) {
        return Optional.ofNullable(env.get(key)).map(String::strip).filter(value -> !value.isEmpty());
    }

    public String text(String key, String byDefault) {
        return optional(key).orElse(byDefault);
    }

    /** A name of a-z, 0-9 and inner hyphens, at most 63 long. */
    public String name(String key, String byDefault) {
        return read(key, byDefault, "must be 1 to 63 of a-z, 0-9 and inner hyphens", value -> {
            if (!NAME.matcher(value).matches()) {
                throw new IllegalArgumentException(value);
            }
            return value;
        });
    }

    public int wholeNumber(String key, int byDefault, int low, int high) {
        return read(key, byDefault, "must be a whole number " + low + ".." + high, value -> {
            int number = Integer.parseInt(value);
            if (number < low || number > high) {
                throw new IllegalArgumentException(value);
            }
            return number;
        });
    }

    public int port(String key, int byDefault) {
        return wholeNumber(key, byDefault, 1, 65_535);
    }

    public boolean flag(String key, boolean byDefault) {
        return read(key, byDefault, "must be true or false", value -> switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(value);
        });
    }

    /** A duration such as {@code 250ms}, {@code 1s}, {@code 5m} or {@code 2h}. */
    public Duration duration(String key, Duration byDefault, Duration low, Duration high) {
        String rule =
                "must be a duration " + Durations.text(low) + ".." + Durations.text(high) + " such as 250ms, 1s or 5m";
        return read(key, byDefault, rule, value -> {
            Duration duration = Durations.parse(value);
            if (duration.compareTo(low) < 0 || duration.compareTo(high) > 0) {
                throw new IllegalArgumentException(value);
            }
            return duration;
        });
    }

    /** The settings whose keys begin with a prefix, by the rest of their keys. */
    public Map<String, String> startingWith(String prefix) {
        return env.entrySet().stream()
                .filter(entry ->
                        entry.getKey().startsWith(prefix) && entry.getKey().length() > prefix.length())
                .collect(java.util.stream.Collectors.toUnmodifiableMap(
                        entry -> entry.getKey().substring(prefix.length()), Map.Entry::getValue));
    }

    /** Reads a setting with a rule of its own; the parser throws IllegalArgumentException where the rule is broken. */
    public <T> T read(String key, T byDefault, String rule, Function<String, T> parser) {
        Optional<String> value = optional(key);
        if (value.isEmpty()) {
            return byDefault;
        }
        try {
            return parser.apply(value.get());
        } catch (IllegalArgumentException e) {
            problems.add(key + " " + rule + ", was '" + shown(value.get()) + "'");
            return byDefault;
        }
    }

    /** Adds a problem that lies between settings. */
    public void problem(String what) {
        problems.add(what);
    }

    /** Without what may be a password before the host of a URL. */
    private static String shown(String value) {
        return value.replaceAll("//[^/\\s,]*@", "//[hidden]@");
    }

    /**
     * Ends the reading.
     *
     * @throws BadSettingsException naming every problem, where there is one
     */
    public void refuseIfWrong() {
        if (!problems.isEmpty()) {
            throw new BadSettingsException(problems);
        }
    }

    /** The settings cannot be used; the message has a line for each problem. */
    public static final class BadSettingsException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        BadSettingsException(List<String> problems) {
            super(String.join("\n  ", problems));
        }
    }
}
