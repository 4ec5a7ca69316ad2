export interface Order {
  readonly id: string;
  readonly status: "packed" | "shipped" | "delivered";
  readonly deliveredOn?: string;
  readonly items: readonly string[];
}

const orders: readonly Order[] = [
  { id: "1041", status: "packed", items: ["Tea pot"] },
  { id: "1042", status: "delivered", deliveredOn: "2026-03-02", items: ["Desk lamp", "Bulb E27"] },
  { id: "1043", status: "shipped", items: ["Chair"] },
];

/** As a database would answer. */
export async function lookUpOrder(orderId: string): Promise<Order | { readonly error: string }> {
  return orders.find(({ id }) => id === orderId) ?? { error: `there is no order ${orderId}` };
}
