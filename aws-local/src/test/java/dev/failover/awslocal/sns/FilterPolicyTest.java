package dev.failover.awslocal.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterPolicyTest {

    private static final Map<String, Message.Attribute> ATTRIBUTES = Map.of(
            "service", new Message.Attribute("String", "es-orders"),
            "severity", new Message.Attribute("String", "critical"),
            "epoch", new Message.Attribute("Number", "+42"),
            "colour", new Message.Attribute("String.colour", "{no json"),
            "tags", new Message.Attribute("String.Array", "[\"a\",\"b\",7]"),
            "blob", new Message.Attribute("Binary", "AAAA"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                  | true",
                "{\"severity\":[\"critical\"]}                       | true",
                "{\"severity\":[\"info\",\"critical\"]}              | true",
                "{\"severity\":[\"info\"]}                           | false",
                "{\"severity\":[\"critical\"],\"service\":[\"x\"]}   | false",
                "{\"service\":[{\"prefix\":\"es-\"}]}                | true",
                "{\"service\":[{\"prefix\":\"db-\"}]}                | false",
                "{\"service\":[{\"suffix\":\"orders\"}]}             | true",
                "{\"severity\":[{\"equals-ignore-case\":\"CRITICAL\"}]} | true",
                "{\"severity\":[{\"anything-but\":[\"info\"]}]}      | true",
                "{\"severity\":[{\"anything-but\":\"critical\"}]}    | false",
                "{\"service\":[{\"anything-but\":{\"prefix\":\"es-\"}}]} | false",
                "{\"missing\":[{\"anything-but\":[\"x\"]}]}          | false",
                "{\"severity\":[{\"exists\":true}]}                  | true",
                "{\"missing\":[{\"exists\":false}]}                  | true",
                "{\"missing\":[{\"exists\":true}]}                   | false",
                "{\"epoch\":[42]}                                    | true",
                "{\"epoch\":[42.0]}                                  | true",
                "{\"epoch\":[\"42\"]}                                | false",
                "{\"epoch\":[{\"numeric\":[\">=\",40,\"<\",43]}]}    | true",
                "{\"epoch\":[{\"numeric\":[\">\",42]}]}              | false",
                "{\"severity\":[{\"numeric\":[\">\",0]}]}            | false",
                "{\"tags\":[\"b\"]}                                  | true",
                "{\"tags\":[7]}                                      | true",
                "{\"tags\":[\"c\"]}                                  | false",
                "{\"colour\":[\"{no json\"]}                     | true",
                "{\"blob\":[{\"exists\":true}]}                      | true"
            })
    void decidesByAttributes(String policy, boolean accepted) {
        assertThat(FilterPolicy.parse(policy).accepts(ATTRIBUTES)).isEqualTo(accepted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"a\":\"b\"}",
                "{\"a\":[]}",
                "{\"a\":[{\"nearly\":1}]}",
                "{\"a\":[{\"numeric\":[\">\"]}]}",
                "{\"a\":[{\"numeric\":[\"~\",1]}]}",
                "{\"a\":[1],\"a\":[2]}",
                "{\"a\":[{\"exists\":1}]}",
                "{\"a\":[[1]]}",
                "{\"a\":[1],\"b\":[1],\"c\":[1],\"d\":[1],\"e\":[1],\"f\":[1]}"
            })
    void refusesWhatIsNoPolicy(String policy) {
        assertThatThrownBy(() -> FilterPolicy.parse(policy)).hasMessageContaining("Invalid parameter: ");
    }

    @Test
    void survivesAnAttributeThatIsNoArray() {
        assertThat(FilterPolicy.parse("{\"a\":[\"x\"]}")
                        .accepts(Map.of("a", new Message.Attribute("String.Array", "\"x\""))))
                .isTrue();
    }
}
