package dev.failover.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void hasDefaultsForAllButKafka() {
        Settings settings = Settings.fromEnv(Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092"));

        assertThat(settings.httpPort()).isEqualTo(8084);
        assertThat(settings.topicArn()).isEmpty();
        assertThat(settings.maxAge()).isEqualTo(Duration.ofHours(24));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:sns:eu-west-1:123456789012:failover",
                "arn:aws:sns:us-east-1:123456789012:fail_over-1.fifo",
                "arn:aws-us-gov:sns:us-gov-west-1:123456789012:failover",
                "arn:aws-cn:sns:cn-north-1:123456789012:failover",
            })
    void takesTheArnOfATopic(String arn) {
        assertThat(Settings.fromEnv(Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092", "SNS_TOPIC_ARN", arn))
                        .topicArn())
                .contains(arn);
    }

    @Test
    void namesEveryProblem() {
        assertThatThrownBy(() -> Settings.fromEnv(Map.of(
                        "HTTP_PORT",
                        "x",
                        "SNS_TOPIC_ARN",
                        "arn:aws:sqs:eu-west-1:123456789012:queue",
                        "NOTICE_MAX_AGE",
                        "5s",
                        "AWS_ENDPOINT_URL_SNS",
                        "sns.local")))
                .hasMessageContaining("KAFKA_BOOTSTRAP_SERVERS is required")
                .hasMessageContaining("HTTP_PORT must be a whole number 1..65535, was 'x'")
                .hasMessageContaining("SNS_TOPIC_ARN must be a topic's ARN, arn:aws:sns:REGION:ACCOUNT:NAME, was")
                .hasMessageContaining("NOTICE_MAX_AGE must be a duration 1m..30d")
                .hasMessageContaining("AWS_ENDPOINT_URL_SNS must be an http:// or https:// URL");
    }

    @Test
    @DisplayName("scenario 65: no secret is shown")
    void showsNoSecret() {
        Settings settings = Settings.fromEnv(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
                "KAFKA_CLIENT_SASL_JAAS_CONFIG", "password=hunter2",
                "AWS_ACCESS_KEY_ID", "AKIAEXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI",
                "AWS_SESSION_TOKEN", "FwoGZXIvYXdz"));

        assertThat(settings.toString())
                .contains("sasl.jaas.config=[hidden]", "credentials=[hidden]")
                .doesNotContain("hunter2", "AKIAEXAMPLE", "wJalrXUtnFEMI", "FwoGZXIvYXdz");
    }
}
