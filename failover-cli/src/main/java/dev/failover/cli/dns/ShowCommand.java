package dev.failover.cli.dns;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.failover.dns.ByHand;
import dev.failover.dns.Sight;
import dev.failover.event.ServiceSpec;
import java.io.Reader;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says where a name is, and everything about it that is not as it should be. */
@Command(
        name = "show",
        description = {
            "Say which endpoint a name has, what its fence says, and what each name server answers.",
            "Changes nothing. Ends with 0 when all is well, 1 when something is wrong, 2 for bad input."
        })
final class ShowCommand extends HandWork {

    @Option(names = "--json", description = "as JSON, for machines")
    private boolean json;

    ShowCommand() {}

    ShowCommand(Map<String, String> env, Reader answers) {
        super(env, answers);
    }

    @Override
    int work(ServiceSpec of, ByHand hand) throws JsonProcessingException {
        Sight sight = hand.look();
        SightText text = new SightText(of, sight);
        print(json ? text.json() : text.lines(file()));
        return sight.problems().isEmpty() ? 0 : 1;
    }
}
