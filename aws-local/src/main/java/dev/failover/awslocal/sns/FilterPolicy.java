package dev.failover.awslocal.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A filter policy on message attributes: every key must match by at least one of its conditions. Knows exact values,
 * prefix, suffix, equals-ignore-case, anything-but, numeric and exists; refuses what it does not know.
 */
final class FilterPolicy {

    private static final int MAX_KEYS = 5;

    private final Map<String, JsonNode> conditions;

    private FilterPolicy(Map<String, JsonNode> conditions) {
        this.conditions = conditions;
    }

    static FilterPolicy parse(String text) {
        JsonNode root = JsonText.read("FilterPolicy", text);
        if (!root.isObject()) {
            throw invalid("Filter policy must be an object");
        }
        Map<String, JsonNode> conditions = new LinkedHashMap<>();
        root.properties().forEach(field -> conditions.put(field.getKey(), checked(field.getKey(), field.getValue())));
        if (conditions.size() > MAX_KEYS) {
            throw invalid("Filter policy can not have more than " + MAX_KEYS + " keys");
        }
        return new FilterPolicy(conditions);
    }

    boolean accepts(Map<String, Message.Attribute> attributes) {
        return conditions.entrySet().stream()
                .allMatch(entry -> accepts(entry.getValue(), attributes.get(entry.getKey())));
    }

    private static boolean accepts(JsonNode alternatives, Message.@Nullable Attribute attribute) {
        List<JsonNode> values = values(attribute);
        for (JsonNode condition : alternatives) {
            JsonNode exists = condition.get("exists");
            boolean accepted = exists == null
                    ? values.stream().anyMatch(test(condition))
                    : exists.asBoolean() == (attribute != null);
            if (accepted) {
                return true;
            }
        }
        return false;
    }

    private static List<JsonNode> values(Message.@Nullable Attribute attribute) {
        if (attribute == null || attribute.type().startsWith("Binary")) {
            return List.of();
        }
        if (attribute.type().startsWith("Number")) {
            return List.of(DecimalNode.valueOf(new BigDecimal(attribute.value())));
        }
        if (!attribute.type().startsWith("String.Array")) {
            return List.of(TextNode.valueOf(attribute.value()));
        }
        JsonNode parsed = JsonText.read("MessageAttributes", attribute.value());
        List<JsonNode> values = new ArrayList<>();
        if (parsed.isArray()) {
            parsed.forEach(values::add);
        } else {
            values.add(parsed);
        }
        return values;
    }

    private static JsonNode checked(String key, JsonNode alternatives) {
        if (!alternatives.isArray() || alternatives.isEmpty()) {
            throw invalid("\"" + key + "\" must be an array with at least one condition");
        }
        for (JsonNode condition : alternatives) {
            if (condition.isArray() || (condition.isObject() && condition.size() != 1)) {
                throw invalid("Match value of \"" + key + "\" must be a value or one condition");
            }
            if (!condition.has("exists")) {
                test(condition);
            } else if (!condition.get("exists").isBoolean()) {
                throw invalid("exists match pattern must be either true or false");
            }
        }
        return alternatives;
    }

    /** What a condition other than {@code exists} asks of one value. */
    private static Predicate<JsonNode> test(JsonNode condition) {
        if (!condition.isObject()) {
            return value -> isSame(condition, value);
        }
        Map.Entry<String, JsonNode> operator = condition.properties().iterator().next();
        JsonNode operand = operator.getValue();
        return switch (operator.getKey()) {
            case "prefix" -> text(operand, "prefix", String::startsWith);
            case "suffix" -> text(operand, "suffix", String::endsWith);
            case "equals-ignore-case" ->
                text(
                        operand,
                        "equals-ignore-case",
                        (value, asked) -> value.toLowerCase(Locale.ROOT).equals(asked.toLowerCase(Locale.ROOT)));
            case "anything-but" -> anythingBut(operand);
            case "numeric" -> numeric(operand);
            default -> throw invalid("Unrecognized match type " + operator.getKey());
        };
    }

    private static Predicate<JsonNode> text(JsonNode operand, String operator, BiPredicate<String, String> test) {
        if (!operand.isTextual()) {
            throw invalid(operator + " match pattern must be a string");
        }
        return value -> value.isTextual() && test.test(value.textValue(), operand.textValue());
    }

    private static Predicate<JsonNode> anythingBut(JsonNode operand) {
        if (operand.isObject()) {
            return test(operand).negate();
        }
        List<JsonNode> excluded = new ArrayList<>();
        if (operand.isArray()) {
            operand.forEach(excluded::add);
        } else {
            excluded.add(operand);
        }
        return value -> excluded.stream().noneMatch(other -> isSame(other, value));
    }

    private static Predicate<JsonNode> numeric(JsonNode operand) {
        if (!operand.isArray() || operand.isEmpty() || operand.size() % 2 != 0) {
            throw invalid("Value of numeric must be an array of operators and numbers");
        }
        Predicate<JsonNode> all = JsonNode::isNumber;
        for (int i = 0; i < operand.size(); i += 2) {
            all = all.and(comparison(operand.get(i).asText(), operand.get(i + 1)));
        }
        return all;
    }

    private static Predicate<JsonNode> comparison(String operator, JsonNode bound) {
        if (!bound.isNumber()) {
            throw invalid("Value of " + operator + " must be numeric");
        }
        BigDecimal asked = bound.decimalValue();
        return switch (operator) {
            case "=" -> value -> value.decimalValue().compareTo(asked) == 0;
            case "<" -> value -> value.decimalValue().compareTo(asked) < 0;
            case "<=" -> value -> value.decimalValue().compareTo(asked) <= 0;
            case ">" -> value -> value.decimalValue().compareTo(asked) > 0;
            case ">=" -> value -> value.decimalValue().compareTo(asked) >= 0;
            default -> throw invalid("Unrecognized numeric range operator: " + operator);
        };
    }

    private static boolean isSame(JsonNode asked, JsonNode value) {
        return (asked.isNumber() && value.isNumber())
                ? asked.decimalValue().compareTo(value.decimalValue()) == 0
                : asked.equals(value);
    }

    private static RuntimeException invalid(String why) {
        return Refusals.invalid("FilterPolicy: " + why);
    }
}
