namespace ImageGeneration.Simulator;

/// <summary>A status that a simulated job reports for a while, in the provider's word; see <see cref="FaultEffect.JobSteps"/>.</summary>
/// <param name="Status">The word, such as <c>starting</c> or <c>IN_PROGRESS</c>; it need not be one that the provider has.</param>
/// <param name="Duration">How long, by the simulator's clock.</param>
public sealed record JobStep(string Status, TimeSpan Duration);
