package dev.failover.notify.sns;

import dev.failover.aws.AwsClients;
import dev.failover.notify.Channel;
import dev.failover.notify.ChannelException;
import dev.failover.notify.Notice;
import dev.failover.service.AwsSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/** Publishes notices to one SNS topic, standard or FIFO, in the region that its ARN names. */
public final class SnsChannel implements Channel {

    /** The longest that one call may take. */
    public static final Duration CALL_LIMIT = Duration.ofSeconds(4);

    /** Refusals that pass by themselves, though SNS does not call them throttling. */
    private static final Set<String> BRIEF = Set.of("KMSThrottling", "ExpiredToken", "RequestExpired");

    private final String topicArn;
    private final SnsClient client;

    public SnsChannel(String topicArn, AwsSettings settings) {
        this.topicArn = topicArn;
        this.client = AwsClients.build(
                SnsClient.builder(),
                Region.of(topicArn.split(":", -1)[3]),
                settings,
                Duration.ofSeconds(2),
                // Trying again is the handler's.
                CALL_LIMIT);
    }

    @Override
    public String name() {
        return "sns";
    }

    @Override
    public void tell(Notice notice) {
        try {
            client.publish(request(notice));
        } catch (AwsServiceException e) {
            throw refusal(e);
        } catch (SdkException e) {
            throw new ChannelException("SNS gave no answer that can be read: " + e.getMessage(), false, e);
        }
    }

    /** What SNS refuses a person has to mend: topic gone, access denied, key disabled. Not so its own faults. */
    private static ChannelException refusal(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        String code = details == null ? "" : Objects.requireNonNullElse(details.errorCode(), "");
        boolean refused = e.statusCode() >= 400 && e.statusCode() < 500;
        boolean brief = e.isThrottlingException() || BRIEF.contains(code);
        String words = details == null ? "" : Objects.requireNonNullElse(details.errorMessage(), "");
        return new ChannelException("SNS says " + e.statusCode() + " " + code + ": " + words, refused && !brief, e);
    }

    private PublishRequest request(Notice notice) {
        SnsMessage message = SnsMessage.of(notice);
        PublishRequest.Builder request = PublishRequest.builder()
                .topicArn(topicArn)
                .subject(notice.subject())
                .messageStructure("json")
                .message(message.body())
                .messageAttributes(attributes(message.attributes()));
        if (topicArn.endsWith(".fifo")) {
            // One order for a service; SNS itself drops what has the same id within five minutes.
            request.messageGroupId(notice.service()).messageDeduplicationId(hashed(notice.id()));
        }
        return request.build();
    }

    /** An id may be longer, and hold other characters, than SNS takes. */
    private static String hashed(String id) {
        return UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static Map<String, MessageAttributeValue> attributes(Map<String, String> values) {
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        values.forEach((name, value) -> attributes.put(
                name,
                MessageAttributeValue.builder()
                        .dataType(name.equals("epoch") ? "Number" : "String")
                        .stringValue(value)
                        .build()));
        return attributes;
    }

    @Override
    public void close() {
        client.close();
    }
}
