package dev.failover.notify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("scenario 65: secrets in texts")
class RedactionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET https://es:s3cret@es-a:9200/_search      | GET https://[hidden]@es-a:9200/_search
            amqp://u:p%40ss@w0rd@mq                      | amqp://[hidden]@mq
            https://token@host/                          | https://[hidden]@host/
            Authorization: Basic ZXM6czNjcmV0            | Authorization: Basic [hidden]
            authorization=Bearer eyJhbGciOi.J9.x-y_z     | authorization=Bearer [hidden]
            sent ApiKey bXlrZXk6c2VjcmV0== got 401       | sent ApiKey [hidden] got 401
            Authorization: s3cret                        | Authorization: [hidden]
            password=a,b;c&d is wrong                    | password=[hidden] is wrong
            the token : abc123 is old                    | the token : [hidden] is old
            {"api_key":"abc123","n":1}                   | {"api_key":"[hidden]","n":1}
            {"a":"{\\"secret\\":\\"abc\\"}"}             | {"a":"{\\"secret\\":\\"[hidden]\\"}"}
            ?X-Amz-Date=1&X-Amz-Signature=abc123         | ?X-Amz-Date=1&X-Amz-Signature=[hidden]
            AWS_SECRET_ACCESS_KEY=wJalr/K7MDENG          | AWS_SECRET_ACCESS_KEY=[hidden]
            """)
    void areHidden(String text, String shown) {
        assertThat(Redaction.of(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "primary is DOWN in 2 of 2 locations; secondary is UP",
                "https://es-a.internal:9200/_cluster/health?wait=1 answered 503",
                "ops@example.com ordered it at 12:00",
                "Basic auth was refused",
                "{\"decisionId\":\"search-4\",\"at\":\"2026-11-23T12:00:00Z\",\"record\":{\"name\":\"es.example.com\"}}",
            })
    void leavesOtherTextAlone(String text) {
        assertThat(Redaction.of(text)).isEqualTo(text);
    }

    @Test
    void leaveAJsonOfTheSameForm() {
        assertThat(
                        Redaction.ofJson(
                                "{\"targets\":{\"token\":{\"alias\":null},\"secret\":1},\"why\":[\"password=\\\"x\\\"\",\"b\"]}"))
                .isEqualTo(
                        "{\"targets\":{\"token\":{\"alias\":null},\"secret\":1},\"why\":[\"password=\\\"[hidden]\\\"\",\"b\"]}");
    }

    @Test
    void areFoundInAHostileTextWithoutExhaustingTheStack() {
        assertThat(Redaction.of("://" + "a@".repeat(200_000))).isEqualTo("://[hidden]@");
        assertThat(Redaction.of("token" + "\"".repeat(200_000))).startsWith("token\"");
        assertThat(Redaction.of("token:".repeat(50_000))).isEqualTo("token:[hidden]");
    }
}
