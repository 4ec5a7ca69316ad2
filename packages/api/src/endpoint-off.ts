/** The server was started without this endpoint. Answered as MLflow does: 503, and the sentence as plain text. */
export class EndpointOff extends Error {
  override readonly name = "EndpointOff";
}
