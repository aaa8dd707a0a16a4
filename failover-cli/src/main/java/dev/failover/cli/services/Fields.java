package dev.failover.cli.services;

import dev.failover.service.Durations;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;

/**
 * One mapping of the file, read key by key. A value of the wrong kind is noted with its line and read as its stand-in; a
 * record's own rules are heard by {@link #build}.
 */
final class Fields {

    private static final Pattern FREE_KEY = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,63}");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,9}");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}(\\.\\d{1,6})?");
    private static final String WAS = ", was '";

    private final Value at;
    private final Form form;
    private final Problems problems;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Map<String, Field<?>> fields = new HashMap<>();

    private Fields(Value at, Form form, Problems problems) {
        this.at = at;
        this.form = form;
        this.problems = problems;
    }

    /** Reads a mapping; the stand-in where it is none. */
    static <T> T read(Value at, Form form, Problems problems, T standIn, Function<Fields, T> reader) {
        if (!at.isMapping()) {
            problems.wrong(at, "must be a mapping with " + String.join(", ", form.keys()) + at.wasKind());
            return standIn;
        }
        Fields fields = new Fields(at, form, problems);
        ((MappingNode) at.node()).getValue().forEach(fields::take);
        return reader.apply(fields);
    }

    /**
     * The values of a mapping whose keys the file chooses; none where it is no mapping.
     *
     * @param keys what they are, for a message
     */
    static Map<String, Value> named(Value at, String keys, Problems problems) {
        if (!at.isMapping()) {
            problems.wrong(at, "must be a mapping with " + keys + at.wasKind());
            return Map.of();
        }
        Map<String, Value> values = new LinkedHashMap<>();
        for (NodeTuple tuple : ((MappingNode) at.node()).getValue()) {
            Value key = new Value(at.path(), tuple.getKeyNode());
            if (!key.isText() || !FREE_KEY.matcher(key.text()).matches()) {
                problems.wrong(key, "has a key that is not 1 to 64 letters and digits");
                continue;
            }
            Value value = new Value(at.path(key.text()), tuple.getValueNode());
            Value first = values.putIfAbsent(key.text(), value);
            if (first != null) {
                problems.wrong(key.line(), value.path() + " is given twice, first in line " + first.line());
            }
        }
        return values;
    }

    private void take(NodeTuple tuple) {
        Value key = new Value(at.path(), tuple.getKeyNode());
        if (!key.isText()) {
            problems.wrong(key, "has a key that is no text");
            return;
        }
        String name = key.text();
        Value value = new Value(at.path(name), tuple.getValueNode());
        if (!form.keys().contains(name)) {
            problems.wrong(key.line(), at.path(Value.shown(name)) + " is unknown, " + hint(name));
        } else if (values.containsKey(name)) {
            int first = Objects.requireNonNull(values.get(name)).line();
            problems.wrong(key.line(), value.path() + " is given twice, first in line " + first);
        } else {
            keep(name, value);
        }
    }

    private void keep(String name, Value value) {
        values.put(name, value);
        if (value.isEmpty()) {
            problems.wrong(value, "is empty: give it a value or leave it out");
        } else if (value.isTagged()) {
            problems.wrong(value, "must be written without a tag");
        }
    }

    private String hint(String unknown) {
        return NearestKey.of(unknown, form.keys())
                .map(near -> "did you mean " + near + "?")
                .orElseGet(() -> "known are " + String.join(", ", form.keys()));
    }

    /** Notes which of these keys are missing. */
    void mustHave(String... keys) {
        Arrays.stream(keys)
                .filter(key -> !values.containsKey(key))
                .forEach(key -> problems.wrong(at.line(), at.path(key) + " is required"));
    }

    /** The value of a key, where it is there and has one. */
    Optional<Value> value(String key) {
        if (!form.keys().contains(key)) {
            throw new AssertionError(form + " knows no " + key);
        }
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty() && !value.isTagged());
    }

    /** A mapping below a key. */
    <T> T nested(String key, Form below, T standIn, Function<Fields, T> reader) {
        return value(key)
                .map(value -> read(value, below, problems, standIn, reader))
                .orElse(standIn);
    }

    Field<String> text(String key, String standIn) {
        return field(key, standIn, false, "must be text", Optional::of);
    }

    Field<Optional<String>> optionalText(String key) {
        return field(key, Optional.empty(), false, "must be text", text -> Optional.of(Optional.of(text)));
    }

    /** A text that no message repeats. */
    Field<String> secretText(String key, String standIn) {
        return field(key, standIn, true, "must be text", Optional::of);
    }

    Field<Integer> number(String key, int otherwise) {
        return field(
                key,
                otherwise,
                false,
                "must be a whole number",
                text -> Optional.of(text)
                        .filter(WHOLE_NUMBER.asMatchPredicate())
                        .map(Integer::valueOf));
    }

    Field<Double> decimal(String key, double otherwise) {
        return field(
                key,
                otherwise,
                false,
                "must be a number",
                text -> Optional.of(text).filter(NUMBER.asMatchPredicate()).map(Double::valueOf));
    }

    /** One whole number, or a list of them. */
    Field<List<Integer>> numbers(String key) {
        return numbers(key, List.of());
    }

    /** The stand-in is what a refused list is replaced by. */
    Field<List<Integer>> numbers(String key, List<Integer> standIn) {
        List<Value> items = value(key).map(Value::items).orElse(List.of());
        List<Value> wrong = items.stream()
                .filter(item ->
                        !item.isText() || !WHOLE_NUMBER.matcher(item.text()).matches())
                .toList();
        wrong.forEach(item -> problems.wrong(item, "must be a whole number" + item.was()));
        List<Integer> right = items.stream()
                .filter(item -> !wrong.contains(item))
                .map(item -> Integer.valueOf(item.text()))
                .toList();
        return known(key, value(key).map(value -> Field.of(value, Optional.of(right), standIn, false)), List.of());
    }

    Field<Boolean> flag(String key, boolean otherwise) {
        return field(key, otherwise, false, "must be true or false", text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    Field<Duration> duration(String key, Duration otherwise) {
        return field(key, otherwise, false, "must be a duration such as 250ms, 1s or 5m", text -> {
            try {
                return Optional.of(Durations.parse(text));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        });
    }

    /**
     * One word of a few, without regard to case.
     *
     * @param word how a value is written
     */
    <E extends Enum<E>> Field<E> choice(String key, E otherwise, Function<E, String> word) {
        List<E> all = Arrays.asList(otherwise.getDeclaringClass().getEnumConstants());
        String words = all.stream().map(word).collect(Collectors.joining(", "));
        return field(
                key,
                otherwise,
                false,
                "must be one of " + words,
                text -> all.stream()
                        .filter(one -> word.apply(one).equalsIgnoreCase(text))
                        .findFirst());
    }

    /** A URL, which no message repeats: it may carry a password. */
    Field<URI> url(String key, URI standIn) {
        return field(key, standIn, true, "must be a URL such as https://es-a.internal:9200", text -> {
            try {
                return Optional.of(new URI(text));
            } catch (URISyntaxException e) {
                return Optional.empty();
            }
        });
    }

    /** The same, a list of them. */
    Field<List<URI>> urls(String key, List<URI> standIn) {
        int before = problems.errors();
        List<URI> read = new ArrayList<>();
        for (Value item : value(key).map(Value::items).orElse(List.of())) {
            try {
                read.add(new URI(item.isText() ? item.text() : " "));
            } catch (URISyntaxException e) {
                problems.wrong(item, "must be a URL such as https://steer-a.example.com");
            }
        }
        Optional<List<URI>> right = problems.errors() == before ? Optional.of(read) : Optional.empty();
        return known(key, value(key).map(value -> Field.of(value, right, standIn, true)), standIn);
    }

    private <T> Field<T> field(
            String key, T standIn, boolean secret, String rule, Function<String, Optional<T>> parser) {
        return known(key, value(key).map(value -> read(value, standIn, secret, rule, parser)), standIn);
    }

    private <T> Field<T> read(
            Value value, T standIn, boolean secret, String rule, Function<String, Optional<T>> parser) {
        // Whatever is written there may be the secret, in the wrong place.
        boolean hidden = secret || form == Form.AUTH;
        Optional<T> read = value.isText() ? parser.apply(value.text()) : Optional.empty();
        if (read.isEmpty()) {
            problems.wrong(value, rule + (hidden ? value.wasKind().replace(", was text", "") : value.was()));
        }
        return Field.of(value, read, standIn, hidden);
    }

    private <T> Field<T> known(String key, Optional<Field<T>> given, T standIn) {
        Field<T> field = given.orElseGet(() -> Field.missing(standIn));
        fields.put(key, field);
        return field;
    }

    /**
     * Makes a record. What its constructor refuses is noted at the key that it names; then the key's stand-in takes its
     * place and the others are heard.
     */
    <T> T build(T standIn, Supplier<T> maker) {
        while (true) {
            try {
                return maker.get();
            } catch (IllegalArgumentException e) {
                if (!refuse(String.valueOf(e.getMessage()))) {
                    return standIn;
                }
            }
        }
    }

    /**
     * Notes a record's message {@code FIELD RULE, was 'VALUE'} with the line of the field and the value as it is written.
     *
     * @return whether there is a stand-in to go on with
     */
    boolean refuse(String message) {
        String words = form.withoutPrefix(message);
        String key = words.split("[^A-Za-z]", 2)[0];
        Optional<Value> value = Optional.ofNullable(values.get(key));
        Optional<Field<?>> field = Optional.ofNullable(fields.get(key));
        String sentence = field.flatMap(Field::written)
                .filter(written -> words.contains(WAS))
                .map(written -> words.substring(0, words.indexOf(WAS)) + WAS + Value.shown(written) + "'")
                .orElse(words);
        boolean byDefault = value.isEmpty() && words.contains(WAS);
        problems.wrong(value.orElse(at).line(), at.path(sentence) + (byDefault ? ", its default" : ""));
        return field.map(Field::replace).orElse(false);
    }

    Value at() {
        return at;
    }
}
