package io.millrace.service.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import java.util.Set;
import org.junit.Test;

public class ResourcePolicyTest {
    private static final String ARN = "arn:aws:kinesis:us-east-1:111111111111:stream/s";
    private static final Set<String> OPERATIONS = Set.of("PutRecord", "PutRecords", "GetRecords", "DeleteStream");

    @Test
    public void aStatementCoversItsPrincipalsActionsAndResources() {
        String policy = policy(allow("\"222222222222\"", "[\"kinesis:Put*\", \"kinesis:getrecords\"]", ARN));

        assertThat(decide(policy, "222222222222", "eve", "PutRecords")).isEqualTo(Decision.ALLOWED);
        assertThat(decide(policy, "222222222222", "eve", "GetRecords")).isEqualTo(Decision.ALLOWED);
        assertThat(decide(policy, "222222222222", "eve", "ListShards")).isEqualTo(Decision.SILENT);
        assertThat(decide(policy, "333333333333", "eve", "PutRecords")).isEqualTo(Decision.SILENT);
        assertThat(ResourcePolicy.stored(policy)
                        .decide(new ResourcePolicy.Request("222222222222", "x", "PutRecord", ARN + "2")))
                .isEqualTo(Decision.SILENT);
    }

    @Test
    public void principalsAreAccountsUsersOrEveryone() {
        String root = policy(allow("\"arn:aws:iam::222222222222:root\"", "\"kinesis:*\"", ARN));
        assertThat(decide(root, "222222222222", "eve", "GetRecords")).isEqualTo(Decision.ALLOWED);
        String user = policy(allow("[\"arn:aws:iam::222222222222:user/eve\"]", "\"*\"", "*"));
        assertThat(decide(user, "222222222222", "eve", "GetRecords")).isEqualTo(Decision.ALLOWED);
        assertThat(decide(user, "222222222222", "adam", "GetRecords")).isEqualTo(Decision.SILENT);
        String all = policy("{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}");
        assertThat(decide(all, "333333333333", "x", "GetRecords")).isEqualTo(Decision.ALLOWED);
    }

    @Test
    public void anExplicitDenyWinsWhereverItStands() {
        String allow = allow("\"*\"", "\"kinesis:*\"", "*");
        String deny = allow("\"222222222222\"", "\"kinesis:PutRecord\"", "*").replace("Allow", "Deny");

        for (String policy : new String[] {policy(allow + "," + deny), policy(deny + "," + allow)}) {
            assertThat(decide(policy, "222222222222", "eve", "PutRecord")).isEqualTo(Decision.DENIED);
            assertThat(decide(policy, "222222222222", "eve", "PutRecords")).isEqualTo(Decision.ALLOWED);
            assertThat(decide(policy, "333333333333", "eve", "PutRecord")).isEqualTo(Decision.ALLOWED);
        }
    }

    @Test
    public void whatIsWrongIsNamed() {
        String good = allow("\"*\"", "\"kinesis:PutRecord\"", ARN);
        assertThatCode(() -> NewPolicy.check(policy(good), ARN, OPERATIONS)).doesNotThrowAnyException();
        assertThatCode(() -> NewPolicy.check("{\"Statement\":" + good + "}", ARN, OPERATIONS))
                .doesNotThrowAnyException();

        refused("", "the policy must be an object");
        refused("[]", "the policy must be an object");
        refused("{", "it is not valid JSON");
        refused(policy(good) + "x", "it is not valid JSON");
        refused("{\"Statement\":[],\"Statement\":[]}", "it is not valid JSON: Duplicate field 'Statement'");
        refused("{\"Version\":\"2012-10-17\"}", "it has no Statement");
        refused(policy(""), "it has no Statement");
        refused(policy(good).replace("2012-10-17", "2020-01-01"), "Version is '2020-01-01'; allowed are");
        refused(policy(good).replace("Version", "Versoin"), "the policy has a member 'Versoin'; supported are");
        refused(policy(good.replace("Allow", "allow")), "Statement[0].Effect is 'allow'; allowed are Allow and Deny");
        refused(policy(good.replace("Principal", "NotPrincipal")), "Statement[0] has a member 'NotPrincipal'");
        refused(policy(good.replace("\"AWS\"", "\"Service\"")), "Statement[0].Principal has a member 'Service'");
        refused(policy(allow("\"eve\"", "\"*\"", ARN)), "Statement[0].Principal has 'eve'; a principal is");
        refused(policy(allow("[]", "\"*\"", ARN)), "Statement[0].Principal.AWS is empty");
        refused(policy(allow("\"*\"", "\"s3:GetObject\"", ARN)), "Statement[0].Action has 's3:GetObject'");
        refused(policy(allow("\"*\"", "7", ARN)), "Statement[0].Action must be a text or a list of texts");
        refused(policy(allow("\"*\"", "\"kinesis:PutRecrod\"", ARN)), "Action 'kinesis:PutRecrod' is no operation");
        refused(
                policy(allow("\"*\"", "\"kinesis:DeleteStream\"", ARN)),
                "can't be allowed to others; these can: [Desc");
        refused(policy(allow("\"*\"", "\"*\"", ARN + "2")), "Resource '" + ARN + "2' is not " + ARN);
        refused(policy(good.replace("\"Effect\"", "\"Condition\":{},\"Effect\"")), "has a member 'Condition'");
        refused(policy(good) + " ".repeat(20 << 10), "at most 20480 are allowed");
        assertThatCode(() -> NewPolicy.check(
                        policy(allow("\"*\"", "\"kinesis:DeleteStream\"", "*").replace("Allow", "Deny")),
                        ARN,
                        OPERATIONS))
                .doesNotThrowAnyException();
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> NewPolicy.check(text, ARN, OPERATIONS))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageStartingWith("Malformed policy: ")
                .hasMessageContaining(message);
    }

    private static Decision decide(String policy, String account, String user, String action) {
        return ResourcePolicy.stored(policy)
                .decide(new ResourcePolicy.Request(account, "arn:aws:iam::" + account + ":user/" + user, action, ARN));
    }

    private static String policy(String statements) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
    }

    private static String allow(String principals, String actions, String resource) {
        return "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":" + principals + "},\"Action\":" + actions
                + ",\"Resource\":\"" + resource + "\"}";
    }
}
