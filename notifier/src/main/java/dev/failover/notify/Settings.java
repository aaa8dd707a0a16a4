package dev.failover.notify;

import dev.failover.kafka.KafkaSettings;
import dev.failover.service.AwsSettings;
import dev.failover.service.SettingsReader;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The notifier's settings.
 *
 * @param topicArn the SNS topic; without one notices are logged only
 * @param maxAge events older than this are not told: they are history
 */
public record Settings(KafkaSettings kafka, int httpPort, Optional<String> topicArn, Duration maxAge, AwsSettings aws) {

    private static final Pattern ARN =
            Pattern.compile("arn:[a-z-]+:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256}(\\.fifo)?");

    /**
     * Reads them all.
     *
     * @throws SettingsReader.BadSettingsException naming every problem
     */
    public static Settings fromEnv(Map<String, String> env) {
        SettingsReader reader = new SettingsReader(env);
        Settings settings = new Settings(
                KafkaSettings.read(reader),
                reader.port("HTTP_PORT", 8084),
                reader.read(
                        "SNS_TOPIC_ARN",
                        Optional.empty(),
                        "must be a topic's ARN, arn:aws:sns:REGION:ACCOUNT:NAME",
                        Settings::arn),
                reader.duration("NOTICE_MAX_AGE", Duration.ofHours(24), Duration.ofMinutes(1), Duration.ofDays(30)),
                AwsSettings.read(reader, "SNS"));
        reader.refuseIfWrong();
        return settings;
    }

    private static Optional<String> arn(String text) {
        if (!ARN.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return Optional.of(text);
    }
}
