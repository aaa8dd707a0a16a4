package dev.failover.awslocal.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.failover.awslocal.iam.Policy.Verdict;
import dev.failover.awslocal.wire.AwsRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {

    private static final String ZONE = "arn:aws:route53:::hostedzone/Z1";
    private static final String TYPES = "route53:ChangeResourceRecordSetsRecordTypes";

    @Test
    void whatNoStatementSpeaksOfIsNotAllowed() {
        assertThat(judge(allow("route53:GetChange", "*", ""), "route53:GetHostedZone"))
                .isEqualTo(Verdict.NOT_ALLOWED);
    }

    @Test
    void anExplicitDenyWinsWhereverItStands() {
        String allow = statement("Allow", "route53:*", "*", "");
        String deny = statement("Deny", "route53:Get*", "*", "");

        for (String both : List.of(allow + "," + deny, deny + "," + allow)) {
            assertThat(judge(policy(both), "route53:GetChange")).isEqualTo(Verdict.DENIED);
            assertThat(judge(policy(both), "route53:ListHostedZones")).isEqualTo(Verdict.ALLOWED);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "route53:GetHostedZone, ALLOWED",
        "route53:gethostedzone, ALLOWED",
        "Route53:Get*, ALLOWED",
        "route53:GetHosted?one, ALLOWED",
        "*, ALLOWED",
        "route53:GetHosted, NOT_ALLOWED",
        "route53:GetHostedZoneCount, NOT_ALLOWED",
        "sns:*, NOT_ALLOWED",
    })
    void actionsMatchWithoutCaseAndWithWildcards(String pattern, Verdict verdict) {
        assertThat(judge(allow(pattern, "*", ""), "route53:GetHostedZone")).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:route53:::hostedzone/Z1, ALLOWED",
        "arn:aws:route53:::hostedzone/*, ALLOWED",
        "arn:aws:route53:::*, ALLOWED",
        "arn:aws:route53:::hostedzone/Z?, ALLOWED",
        "arn:aws:route53:::hostedzone/z1, NOT_ALLOWED",
        "arn:aws:route53:::hostedzone/Z, NOT_ALLOWED",
        "arn:aws:route53:::hostedzone/Z12, NOT_ALLOWED",
        "arn:aws:route53:::change/*, NOT_ALLOWED",
    })
    void resourcesMatchWithCaseAndWithWildcards(String pattern, Verdict verdict) {
        assertThat(judge(allow("*", pattern, ""), "route53:GetHostedZone")).isEqualTo(verdict);
    }

    @ParameterizedTest
    @DisplayName(
            "ForAllValues: each value is in the list, also where there is none; ForAnyValue: one is; alone: the only one")
    @CsvSource({
        "ForAllValues:StringEquals, A,      ALLOWED",
        "ForAllValues:StringEquals, A TXT,  ALLOWED",
        "ForAllValues:StringEquals, A MX,   NOT_ALLOWED",
        "ForAllValues:StringEquals, a,      NOT_ALLOWED",
        "ForAllValues:StringEquals, '',     ALLOWED",
        "ForAnyValue:StringEquals,  A MX,   ALLOWED",
        "ForAnyValue:StringEquals,  MX,     NOT_ALLOWED",
        "ForAnyValue:StringEquals,  '',     NOT_ALLOWED",
        "StringEquals,              A,      ALLOWED",
        "StringEquals,              MX,     NOT_ALLOWED",
        "StringEquals,              '',     NOT_ALLOWED",
        "StringEquals,              A TXT,  NOT_ALLOWED",
    })
    void comparesTheValuesOfACondition(String operator, String values, Verdict verdict) {
        String condition = "{\"%s\": {\"%s\": [\"A\", \"TXT\"]}}".formatted(operator, TYPES);

        assertThat(judgeTypes(allow("*", "*", condition), values.split(" ", -1)))
                .isEqualTo(verdict);
    }

    @Test
    @DisplayName("several values and no set operator: IAM leaves it open, so it allows nothing and denies")
    void whatIsUndefinedIsTakenForTheWorst() {
        String condition = "{\"StringEquals\": {\"%s\": \"MX\"}}".formatted(TYPES);
        String both = statement("Allow", "*", "*", "") + "," + statement("Deny", "*", "*", condition);

        assertThat(judgeTypes(policy(both), "A", "TXT")).isEqualTo(Verdict.DENIED);
        assertThat(judgeTypes(policy(both), "A")).isEqualTo(Verdict.ALLOWED);
    }

    @ParameterizedTest
    @CsvSource({"true, A, NOT_ALLOWED", "true, '', ALLOWED", "false, A, ALLOWED", "false, '', NOT_ALLOWED"})
    void nullAsksWhetherAKeyIsAbsent(String absent, String values, Verdict verdict) {
        String condition = "{\"Null\": {\"%s\": \"%s\"}}".formatted(TYPES, absent);

        assertThat(judgeTypes(allow("*", "*", condition), values.split(" ", -1)))
                .isEqualTo(verdict);
    }

    @Test
    void stringLikeKnowsWildcardsAndStringEqualsNone() {
        String like = "{\"ForAnyValue:StringLike\": {\"%s\": \"A*\"}}".formatted(TYPES);
        String equal = "{\"ForAnyValue:StringEquals\": {\"%s\": \"A*\"}}".formatted(TYPES);

        assertThat(judgeTypes(allow("*", "*", like), "AAAA")).isEqualTo(Verdict.ALLOWED);
        assertThat(judgeTypes(allow("*", "*", equal), "AAAA")).isEqualTo(Verdict.NOT_ALLOWED);
    }

    @Test
    void allConditionsMustHoldAndTheirKeysHaveNoCase() {
        String condition = """
                {"ForAllValues:StringEquals": {"%s": "A"}, "Null": {"%s": "false"}}
                """.formatted(TYPES.toUpperCase(Locale.ROOT), TYPES);

        assertThat(judgeTypes(allow("*", "*", condition), "A")).isEqualTo(Verdict.ALLOWED);
        assertThat(judgeTypes(allow("*", "*", condition), "")).isEqualTo(Verdict.NOT_ALLOWED);
        assertThat(judgeTypes(allow("*", "*", condition), "MX")).isEqualTo(Verdict.NOT_ALLOWED);
    }

    @ParameterizedTest
    @DisplayName("what would not be evaluated is refused, never passed over")
    @CsvSource(delimiter = '|', textBlock = """
            {"Version": "2008-10-17", "Statement": []} | Version must be "2012-10-17"
            {"Version": "2012-10-17"} | Statement must have at least one statement
            {"Version": "2012-10-17", "Statement": [], "Extra": 1} | the policy has the element 'Extra'
            [] | the policy must be a JSON object
            """)
    void refusesADocumentThatIsNone(String document, String problem) {
        assertThatThrownBy(() -> parse(document)).hasMessageContaining(problem);
    }

    @ParameterizedTest
    @DisplayName("what would not be evaluated in a statement is refused, never passed over")
    @CsvSource(delimiter = '|', textBlock = """
            "Effect": "Maybe", "Action": "*", "Resource": "*" | Effect must be Allow or Deny, was 'Maybe'
            "Effect": "Allow", "Resource": "*" | Action is required
            "Effect": "Allow", "Action": "*" | Resource is required
            "Effect": "Allow", "Action": 1, "Resource": "*" | Action must be a text or a list of texts, was 1
            "Effect": "Allow", "NotAction": "*", "Action": "*", "Resource": "*" | has the element 'NotAction'
            "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" | has the element 'Principal'
            "Effect": "Allow", "Action": "ec2:*", "Resource": "*" | Action must be of route53, sns or sts, was 'ec2:*'
            "Effect": "Allow", "Action": "*", "Resource": "Z1" | Resource must be an ARN or *, was 'Z1'
            "Effect": "Allow", "Action": "*", "Resource": "arn:aws:route53:::hostedzone/${aws:username}" | policy variables
            "Effect": "Allow", "Action": "*", "Resource": "*", "Sid": "no blanks" | Sid must be of A-Z
            "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": [] | Condition must be an object
            "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"route53:ChangeResourceRecordSetsActions": "x"}} | is an operator that is not evaluated here
            "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEqualsIfExists": {"route53:ChangeResourceRecordSetsActions": "x"}} | is an operator that is not evaluated here
            "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"ForAnyValue:Null": {"route53:ChangeResourceRecordSetsActions": "true"}} | is an operator that is not evaluated here
            "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Null": {"route53:ChangeResourceRecordSetsActions": "no"}} | must be "true" or "false"
            "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:SourceIp": "x"}} | the condition key 'aws:SourceIp' is not known here
            "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {}} | StringEquals has no condition key
            """)
    void refusesAStatementThatIsNotUnderstood(String statement, String problem) {
        assertThatThrownBy(() -> parse(policyText("{" + statement + "}"))).hasMessageContaining(problem);
    }

    @Test
    void namesAllProblemsAtOnce() {
        assertThatThrownBy(() -> parse(policyText("{\"Effect\": \"x\"}")))
                .hasMessageContaining("Effect must be")
                .hasMessageContaining("Action is required")
                .hasMessageContaining("Resource is required");
    }

    @Test
    @DisplayName("names are compared as Route 53 normalises them: lower case, no trailing dot, octal")
    void readsABatchAsThePolicyNamesIt() {
        String body = """
                <ChangeResourceRecordSetsRequest><ChangeBatch><Changes>
                <Change><Action>DELETE</Action><ResourceRecordSet><Name>*.Example.COM.</Name><Type>A</Type></ResourceRecordSet></Change>
                <Change><Action>CREATE</Action><ResourceRecordSet><Name>\\052.example.com</Name><Type>A</Type></ResourceRecordSet></Change>
                <Change><Action>CREATE</Action><ResourceRecordSet><Name>_failover.example.com</Name><Type>TXT</Type></ResourceRecordSet></Change>
                </Changes></ChangeBatch></ChangeResourceRecordSetsRequest>
                """;

        Attempt attempt = Attempts.of("route53", "ChangeResourceRecordSets", request("hostedzone/Z1/rrset/", body));

        assertThat(attempt.action()).isEqualTo("route53:ChangeResourceRecordSets");
        assertThat(attempt.resource()).isEqualTo(ZONE);
        assertThat(attempt.values("route53:changeresourcerecordsetsnormalizedrecordnames"))
                .containsExactly("\\052.example.com", "_failover.example.com");
        assertThat(attempt.values("route53:changeresourcerecordsetsrecordtypes"))
                .containsExactly("A", "TXT");
        assertThat(attempt.values("route53:changeresourcerecordsetsactions")).containsExactly("DELETE", "CREATE");
    }

    @ParameterizedTest
    @CsvSource({
        "hostedzone/Z1, arn:aws:route53:::hostedzone/Z1",
        "hostedzone/hostedzone/Z1/rrset, arn:aws:route53:::hostedzone/Z1",
        "change/C1, arn:aws:route53:::change/C1",
        "healthcheck/H1/status, arn:aws:route53:::healthcheck/H1",
        "tags/hostedzone/Z1, arn:aws:route53:::hostedzone/Z1",
        "healthcheck, *",
        "hostedzone, *",
    })
    void findsTheResource(String path, String resource) {
        assertThat(Attempts.of("route53", "Any", request(path, "")).resource()).isEqualTo(resource);
    }

    private static AwsRequest request(String path, String body) {
        return new AwsRequest(
                "POST", "/2013-04-01/" + path, Map.of(), body.getBytes(StandardCharsets.UTF_8), "id", "localhost");
    }

    private static Policy allow(String action, String resource, String condition) {
        return policy(statement("Allow", action, resource, condition));
    }

    private static String statement(String effect, String action, String resource, String condition) {
        return "{\"Effect\": \"%s\", \"Action\": \"%s\", \"Resource\": \"%s\"%s}"
                .formatted(effect, action, resource, condition.isEmpty() ? "" : ", \"Condition\": " + condition);
    }

    private static Policy policy(String statements) {
        return parse(policyText(statements));
    }

    private static String policyText(String statements) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": [" + statements + "]}";
    }

    private static Policy parse(String document) {
        try {
            return Policy.of(new ObjectMapper().readTree(document));
        } catch (JsonProcessingException e) {
            throw new AssertionError(document, e);
        }
    }

    private static Verdict judge(Policy policy, String action) {
        return policy.judge(new Attempt(action, ZONE, Map.of()));
    }

    /** Of a batch with these types. */
    private static Verdict judgeTypes(Policy policy, String... types) {
        List<String> present =
                Arrays.stream(types).filter(type -> !type.isEmpty()).toList();
        return policy.judge(
                new Attempt("route53:ChangeResourceRecordSets", ZONE, Map.of(TYPES.toLowerCase(Locale.ROOT), present)));
    }
}
