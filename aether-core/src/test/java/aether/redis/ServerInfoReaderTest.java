package aether.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerInfoReaderTest {
  @Test
  void a_number_that_is_missing_empty_or_too_long_is_zero() {
    Map<String, String> info =
        ServerInfoReader.fields(
            "used_memory:18446744073709551615\r\nconnected_clients:\r\nup:7\r\n");

    assertThat(ServerInfoReader.number(info, "used_memory")).isZero();
    assertThat(ServerInfoReader.number(info, "connected_clients")).isZero();
    assertThat(ServerInfoReader.number(info, "absent")).isZero();
    assertThat(ServerInfoReader.number(info, "up")).isEqualTo(7);
  }
}
