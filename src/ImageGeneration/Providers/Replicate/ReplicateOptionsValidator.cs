using Microsoft.Extensions.Options;

namespace ImageGeneration.Providers.Replicate;

[OptionsValidator]
internal sealed partial class ReplicateOptionsValidator : IValidateOptions<ReplicateOptions>;
