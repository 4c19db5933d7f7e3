using Microsoft.Extensions.Options;

namespace ImageGeneration.Providers.RunPod;

[OptionsValidator]
internal sealed partial class RunPodOptionsValidator : IValidateOptions<RunPodOptions>;
