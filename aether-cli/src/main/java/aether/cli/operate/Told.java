package aether.cli.operate;

import tools.jackson.databind.node.ObjectNode;

/**
 * What a verb has done.
 *
 * @param sentence one line for a human
 */
record Told(String sentence, ObjectNode json) {}
