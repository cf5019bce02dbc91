package io.wsgauge.cluster;

import java.util.Map;

/**
 * A member of the cluster as the engine has it.
 *
 * @param id new at each start
 * @param address by which it is a member, without a port
 * @param attributes what the member says of itself
 */
public record Member(String id, String address, Map<String, String> attributes) {}
