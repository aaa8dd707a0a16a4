package dev.failover.probe.haproxy;

import dev.failover.event.Check;
import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.Fault;
import dev.failover.probe.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges HAProxy's statistics, CSV of more than a hundred columns that go by the names in its first line. A server serves
 * where the first word of its status is UP, or it has no check, and its weight is not 0; one that is drained or in
 * maintenance is no failure and does not serve.
 *
 * @see <a href="https://docs.haproxy.org/2.6/management.html#9.1">Statistics format</a>
 */
final class Statistics {

    static final String MEASURE = "serversUp";

    /** Column "type". */
    private static final String FRONTEND = "0";

    private static final String BACKEND = "1";
    private static final String SERVER = "2";

    /** What tells how much the endpoint is used (scenario 58), by columns of the backend's and the frontend's rows. */
    private static final Map<String, String> OF_BACKEND = Map.of("sessions", "scur", "sessionsPerSecond", "rate");

    private static final Map<String, String> OF_FRONTEND =
            Map.of("clientConnections", "scur", "requestsPerSecond", "req_rate");

    private static final List<String> NEEDED = List.of("pxname", "svname", "status", "weight", "type");
    private static final List<String> NOT_FAILED = List.of("MAINT", "DRAIN", "NOLB");

    private final Check.Haproxy check;

    Statistics(Check.Haproxy check) {
        this.check = check;
    }

    Finding judged(String csv, String where) {
        String[] lines = csv.split("\r?\n");
        int header = 0;
        while (header < lines.length && !lines[header].startsWith("# ")) {
            header++;
        }
        if (header == lines.length) {
            return Finding.fail(FailureClass.BODY, "the answer is no statistics of HAProxy: " + where);
        }
        Map<String, Integer> columns = columns(lines[header].substring(2));
        Optional<String> missing =
                NEEDED.stream().filter(name -> !columns.containsKey(name)).findFirst();
        if (missing.isPresent()) {
            return Finding.fail(FailureClass.BODY, "the statistics have no column " + missing.get() + ": " + where);
        }
        return judged(List.of(lines).subList(header + 1, lines.length), columns, where);
    }

    private static Map<String, Integer> columns(String header) {
        Map<String, Integer> columns = new HashMap<>();
        List<String> names = cells(header);
        for (int i = 0; i < names.size(); i++) {
            columns.put(names.get(i), i);
        }
        return columns;
    }

    private Finding judged(List<String> lines, Map<String, Integer> columns, String where) {
        boolean known = false;
        int up = 0;
        List<String> down = new ArrayList<>();
        List<String> resting = new ArrayList<>();
        Finding used = Finding.pass("");
        boolean frontendKnown = check.frontend() == null;
        for (String line : lines) {
            Row row = new Row(cells(line), columns);
            if (row.cell("pxname").equals(check.frontend()) && row.cell("type").equals(FRONTEND)) {
                frontendKnown = true;
                used = row.measured(OF_FRONTEND, used);
            }
            if (!row.cell("pxname").equals(check.backend())) {
                continue;
            }
            known |= !row.cell("type").equals(FRONTEND);
            used = row.cell("type").equals(BACKEND) ? row.measured(OF_BACKEND, used) : used;
            boolean server = row.cell("type").equals(SERVER);
            if (server && row.serves()) {
                up++;
            } else if (server) {
                (row.isResting() ? resting : down).add(row.shown());
            }
        }
        if (!known) {
            return Finding.fail(FailureClass.BODY, "HAProxy has no backend " + check.backend() + ": " + where);
        }
        String detail = up + " servers of " + check.backend() + " are up" + list(", down: ", down)
                + list(", resting: ", resting) + ": " + where;
        Finding found = up >= check.neededUp()
                ? Finding.pass(detail)
                : Finding.fail(FailureClass.BODY, detail + ", needed are " + check.neededUp());
        Finding all = found.measured(MEASURE, up).and(used);
        return frontendKnown
                ? all
                : all.and(Finding.warn(FailureClass.BODY, "HAProxy has no frontend " + check.frontend()));
    }

    private static String list(String before, List<String> servers) {
        return servers.isEmpty() ? "" : before + String.join(" ", servers.subList(0, Math.min(8, servers.size())));
    }

    /** One line of a proxy or a server. */
    private record Row(List<String> cells, Map<String, Integer> columns) {

        String cell(String name) {
            int at = columns.getOrDefault(name, Integer.MAX_VALUE);
            return at < cells.size() ? cells.get(at) : "";
        }

        /** The same with the figures of these columns, where they have one. */
        Finding measured(Map<String, String> wanted, Finding found) {
            Finding all = found;
            for (Map.Entry<String, String> measure : wanted.entrySet()) {
                String cell = cell(measure.getValue());
                all = cell.matches("\\d{1,15}") ? all.measured(measure.getKey(), Double.parseDouble(cell)) : all;
            }
            return all;
        }

        /** "UP 2/3" is on its way down and still serves; "no check" is never taken out. */
        private String state() {
            String status = cell("status");
            return status.startsWith("no check") ? "UP" : status.split(" ", 2)[0];
        }

        boolean serves() {
            return state().equals("UP") && !cell("weight").equals("0");
        }

        boolean isResting() {
            return NOT_FAILED.contains(state()) || state().equals("UP");
        }

        String shown() {
            return Fault.printable(cell("svname") + "=" + cell("status"));
        }
    }

    /** The cells of a line: a cell in quotes may have commas, and doubled quotes for quotes. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                boolean doubled = quoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
                if (doubled) {
                    cell.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
