package aether.observatory.prompt;

import aether.message.ProjectId;
import java.time.Instant;

/** An announcement that cost no turn and is shown in later prompts instead (DEFECTS D49). */
public record WaveNote(ProjectId from, String text, Instant at) {}
