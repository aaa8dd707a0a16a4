package dev.failover.awslocal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nobody well-meaning sends: each is refused in AWS's form, and the next caller is served. */
class HostileInputIT {

    private AwsLocal local;
    private AwsClients aws;

    @BeforeEach
    void start() {
        local = AwsLocal.start(Settings.onFreePorts());
        aws = new AwsClients(local.endpoint());
    }

    @AfterEach
    void stop() throws Exception {
        assertThat(aws.control("GET", "health", "").statusCode()).isEqualTo(200);
        aws.close();
        local.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /2013-04-01/hostedzone, <broken, 400, MalformedInput",
        "POST, /2013-04-01/hostedzone, '', 400, MalformedInput",
        "POST, /2013-04-01/hostedzone, <CreateHostedZoneRequest/>, 400, InvalidInput",
        "GET, /2013-04-01/hostedzone/Z1, '', 404, NoSuchHostedZone",
        "GET, /2013-04-01/hostedzone?maxitems=many, '', 400, InvalidInput",
        "GET, /2013-04-01/trafficpolicies, '', 404, UnknownOperationException",
        "PATCH, /2013-04-01/hostedzone/Z1, '', 404, UnknownOperationException",
        "POST, /, Action=DropEverything, 400, InvalidAction",
        "POST, /, Action=%zz, 400, MalformedQueryString",
        "POST, /, Action=Publish&TopicArn=none&Message=m, 400, InvalidParameter",
        "POST, /, Action=CreateTopic, 400, ValidationError",
        "GET, /somewhere/else, '', 404, UnknownOperationException"
    })
    void refusesInAwsForm(String method, String path, String body, int status, String code) throws Exception {
        String type = path.equals("/") ? "application/x-www-form-urlencoded" : "text/xml";

        HttpResponse<String> answer = aws.send(method, path, type, body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("<ErrorResponse xmlns=", "<Code>" + code + "</Code>", "<RequestId>");
        assertThat(answer.headers().firstValue("x-amzn-requestid")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, faults, no json, 400",
        "POST, faults, '[{\"operation\":\"*\",\"kind\":\"explode\"}]', 400",
        "POST, faults, '{\"kind\":\"delay\",\"millis\":999999999}', 400",
        "PUT, insync-delay, '{\"millis\":-1}', 400",
        "PUT, insync-delay, '', 400",
        "PUT, health-checks/none, '{\"healthy\":true}', 404",
        "GET, elsewhere, '', 404"
    })
    void refusesControlCallsThatMakeNoSense(String method, String path, String body, int status) throws Exception {
        HttpResponse<String> answer = aws.control(method, path, body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).startsWith("{\"error\":");
    }

    @Test
    void refusesABodyThatIsTooLarge() throws Exception {
        HttpResponse<String> answer =
                aws.send("POST", "/2013-04-01/hostedzone", "text/xml", "x".repeat(HttpApi.MAX_BODY_BYTES + 1));

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void survivesWhatIsNoHttp() throws Exception {
        try (Socket socket =
                new Socket(local.endpoint().getHost(), local.endpoint().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("\u0016\u0003\u0001 no http\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            byte[] answer = socket.getInputStream().readAllBytes();
            assertThat(new String(answer, StandardCharsets.UTF_8)).doesNotContain("200 OK");
        }
    }
}
