using Microsoft.Extensions.Options;

namespace ImageGeneration.Providers.Modal;

[OptionsValidator]
internal sealed partial class ModalOptionsValidator : IValidateOptions<ModalOptions>;
