/** One order, as GET /orders answers it. */
export interface Order {
  id: number;
  state: "placed" | "paid" | "shipped" | "cancelled";
  placed_at: string;
  total_cents: number;
}

export interface Row {
  number: string;
  state: string;
  total: string;
}

export async function fetchOrders(base: string): Promise<Order[]> {
  const response = await fetch(`${base}/orders`);
  if (!response.ok) {
    throw new Error(`GET /orders answered ${response.status}`);
  }
  return response.json();
}

/** What a customer sees of an order. The number is what they read out on the phone. */
export function row(order: Order): Row {
  return {
    number: String(order.id).padStart(8, "0"),
    state: order.state,
    total: (order.total_cents / 100).toFixed(2),
  };
}
