package dev.failover.cli.audit;

/** What a cluster is asked: GETs whose answers are cut down to what is judged. */
enum Question {
    IDENTITY("/", "what it is"),
    /** The metric is the cheapest one; name, version, roles and attributes come with any. */
    NODES("/_nodes/process?filter_path=nodes.*.name,nodes.*.version,nodes.*.roles,nodes.*.attributes", "its nodes"),
    SETTINGS(
            "/_cluster/settings?include_defaults=true&filter_path=*.cluster.routing.allocation.awareness,"
                    + "*.cluster.routing.allocation.disk",
            "its allocation settings"),
    DISKS("/_cat/allocation?format=json&bytes=b&h=node,disk.total,disk.avail", "its disks"),
    INDICES("/_cat/indices?format=json&h=index,rep&expand_wildcards=open", "the replicas of its indices"),
    READ_ONLY(
            "/_all/_settings/index.blocks.*,index.xpack.ccr.*,index.plugins.replication.*?flat_settings=true",
            "which of its indices take no writes"),
    /** Told from Elasticsearch 7.11; others leave it out. */
    AGES("/_cluster/stats?filter_path=indices.versions", "the age of its indices");

    private final String path;
    private final String what;

    Question(String path, String what) {
        this.path = path;
        this.what = what;
    }

    String path() {
        return path;
    }

    /** For sentences. */
    String what() {
        return what;
    }
}
