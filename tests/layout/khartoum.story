# Fighting inside one city: a sheet forty kilometres wide.
as_of | 2025-03-26
side | sdn-army | Sudanese army | government | state
side | sdn-rsf | Rapid Support Forces | opposition
attacker | sdn-army
defender | sdn-rsf
source | field report | 2025-03-26
event | recapture | Khartoum Airport | 32.553 15.59 | SD | Army | sdn-army | 2025-03-26 | asserted
event | recapture | Presidential Palace | 32.527 15.608 | SD | Army | sdn-army | 2025-03-21 | asserted
event | hold | Omdurman | 32.48 15.645 | SD | Army | sdn-army | - | asserted
event | clash | Jebel Aulia | 32.50 15.24 | SD | Army | sdn-army | 2025-03-26 | reported
event | withdrawal | Tuti Island | 32.51 15.627 | SD | RSF | sdn-rsf | 2025-03-22 | reported
event | shelling | Sharg an Nil | 32.65 15.62 | SD | RSF | sdn-rsf | 2025-03-25 | reported
town | Khartoum | 32.53 15.55 | 1974000 | capital
town | Bahri | 32.55 15.64 | 1012000
