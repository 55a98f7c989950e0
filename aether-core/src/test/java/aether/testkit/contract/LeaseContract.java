package aether.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.write.Lease;
import org.junit.jupiter.api.Test;

/** What {@code Lease} promises. */
public abstract class LeaseContract extends BusContract {
  @Test
  void d8_a_body_has_one_owner_and_a_second_is_told_whose_it_is() {
    assertThat(bus.lease(BACKEND, LONG).acquire(OWNER)).isEmpty();
    assertThat(bus.lease(BACKEND, LONG).acquire(RIVAL)).contains(OWNER);
    assertThat(bus.lease(FRONTEND, LONG).acquire(RIVAL)).isEmpty();
  }

  @Test
  void acquiring_what_is_mine_already_succeeds() {
    Lease lease = bus.lease(BACKEND, LONG);
    lease.acquire(OWNER);
    assertThat(lease.acquire(OWNER)).isEmpty();
  }

  @Test
  void another_start_of_the_same_process_number_is_another_owner() {
    bus.lease(BACKEND, LONG).acquire(OWNER);
    Lease.Owner again = owner("token-3", OWNER.pid());
    assertThat(bus.lease(BACKEND, LONG).acquire(again)).contains(OWNER);
  }

  @Test
  void it_says_how_long_it_holds() {
    assertThat(bus.lease(BACKEND, LONG).ttl()).isEqualTo(LONG);
  }

  @Test
  void it_lapses_unless_renewed_and_the_next_one_takes_it() {
    Lease lease = bus.lease(BACKEND, TTL);
    lease.acquire(OWNER);
    bus.pass(LONGER_THAN_TTL);
    assertThat(lease.acquire(RIVAL)).isEmpty();
    assertThat(lease.renew(OWNER)).isFalse();
    assertThat(lease.acquire(OWNER)).contains(RIVAL);
  }

  @Test
  void a_renewed_lease_holds_on() {
    Lease lease = bus.lease(BACKEND, TTL);
    lease.acquire(OWNER);
    for (int i = 0; i < 3; i++) {
      bus.pass(TTL.dividedBy(2));
      assertThat(lease.renew(OWNER)).isTrue();
    }
    assertThat(lease.acquire(RIVAL)).contains(OWNER);
  }

  @Test
  void a_lapsed_lease_is_taken_again_while_nobody_else_has_had_it() {
    Lease lease = bus.lease(BACKEND, TTL);
    lease.acquire(OWNER);
    bus.pass(LONGER_THAN_TTL);
    assertThat(lease.renew(OWNER)).isTrue();
    assertThat(lease.acquire(RIVAL)).contains(OWNER);
  }

  @Test
  void d27_a_lease_that_was_lost_with_everything_else_is_taken_again() {
    Lease lease = bus.lease(BACKEND, LONG);
    assertThat(lease.renew(OWNER)).isTrue();
    assertThat(lease.acquire(RIVAL)).contains(OWNER);
  }

  @Test
  void a_lapsed_lease_that_another_has_had_is_not_renewed_even_when_it_is_free_again() {
    Lease lease = bus.lease(BACKEND, TTL);
    lease.acquire(OWNER);
    bus.pass(LONGER_THAN_TTL);
    lease.acquire(RIVAL);
    lease.release(RIVAL);
    assertThat(lease.renew(OWNER)).isFalse();
  }

  @Test
  void the_lease_of_a_dead_owner_is_taken_without_waiting_and_the_dead_is_fenced() {
    Lease lease = bus.lease(BACKEND, LONG);
    lease.acquire(OWNER);
    Lease.Owner seen = lease.acquire(RIVAL).orElseThrow();

    assertThat(lease.supersede(seen, RIVAL)).isTrue();
    assertThat(lease.renew(OWNER)).isFalse();
    assertThat(lease.acquire(OWNER)).contains(RIVAL);
  }

  @Test
  void nobody_is_superseded_but_the_one_who_is_dead() {
    Lease lease = bus.lease(BACKEND, LONG);
    lease.acquire(OWNER);
    Lease.Owner third = owner("token-3", 33);

    assertThat(lease.supersede(owner(OWNER.token(), 44), third)).isFalse();
    assertThat(lease.supersede(RIVAL, third)).isFalse();
    assertThat(lease.acquire(third)).contains(OWNER);
  }

  @Test
  void a_lease_that_has_become_free_meanwhile_is_simply_taken() {
    Lease lease = bus.lease(BACKEND, LONG);
    lease.acquire(OWNER);
    lease.release(OWNER);
    assertThat(lease.supersede(OWNER, RIVAL)).isTrue();
    assertThat(lease.acquire(OWNER)).contains(RIVAL);
  }

  @Test
  void a_lease_given_up_is_free_at_once() {
    Lease lease = bus.lease(BACKEND, LONG);
    lease.acquire(OWNER);
    lease.release(OWNER);
    assertThat(lease.acquire(RIVAL)).isEmpty();
  }

  @Test
  void nobody_gives_up_the_lease_of_another() {
    Lease lease = bus.lease(BACKEND, LONG);
    lease.acquire(OWNER);
    lease.release(RIVAL);
    assertThat(lease.acquire(RIVAL)).contains(OWNER);
    assertThat(lease.renew(RIVAL)).isFalse();
  }
}
